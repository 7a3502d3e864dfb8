"""The file Streamlit is pointed at: `streamlit run app.py` opens the sample study."""

from toolkit.ui.app import run

run()
