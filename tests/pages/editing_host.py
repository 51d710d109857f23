"""A page, only for tests, with the forms that edit the plan."""

import streamlit as st

from analytics.plan.app_entries import plan_actions
from pages.shared.plan.edit import add_action, edit_action
from pages.shared.plan.export import plan_download
from pages.shared.session.council import choose_council
from pages.shared.session.page_context import begin, choose_month, opened_store

with st.sidebar:
    choose_council()
    choose_month(opened_store().contents())
view = begin("Plan")
edit_action(view, plan_actions(view.month))
add_action(view)
plan_download(view)
