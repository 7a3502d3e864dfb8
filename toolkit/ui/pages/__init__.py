"""The pages. Each module has TITLE, ICON and `show(study)`; `toolkit.ui.app` lists them in order."""
