"""Training of the attribution weights from annotated articles; needs the extra ``train``."""
