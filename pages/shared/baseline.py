"""A new baseline of a control chart: from which month its limits are worked out anew, and why. Kept as a setting, with who and when."""

from __future__ import annotations

import streamlit as st

from analytics.measures import Measure
from analytics.settings import SETTINGS
from analytics.wording import month_named
from data.problems import Refused
from data.where import local_user
from pages.shared.begin import View
from pages.shared.look import plain, quiet

_KEY = "baselines"


def new_baseline(view: View, one: Measure) -> None:
    """Those that there are, each to be taken back, and a form for another."""
    mine = view.month.settings.rebases(one.id)
    with st.popover(f"New baseline ({len(mine)})" if mine else "New baseline"):
        quiet("After a known change the old months say nothing about the new ones. From the month you name the limits are worked out anew.")
        for month, reason in mine:
            if st.button(plain(f"Take back {month_named(month)}: {reason}"), key=f"back_{one.id}_{month}"):
                _keep(view, [found for found in view.month.settings.baselines if found != (one.id, month, reason)])
        with st.form(f"baseline_{one.id}", border=False):
            months = [taken.month for taken in view.up_to_now][1:]
            month = st.selectbox("From", months[::-1], index=None, format_func=month_named, placeholder="Choose a month")
            reason = st.text_input("Why: what changed, in words for the board", max_chars=200).replace(";", ",").strip()
            if st.form_submit_button("Set it"):
                if month and reason:
                    others = [found for found in view.month.settings.baselines if found[:2] != (one.id, month)]
                    _keep(view, [*others, (one.id, month, reason)])
                else:
                    st.error("Name the month and the reason: a baseline without a reason is not honest.")


def _keep(view: View, baselines: list[tuple[str, str, str]]) -> None:
    setting = SETTINGS[_KEY]
    try:
        view.store.set_settings({_KEY: setting.written(tuple(sorted(baselines)))}, local_user(), view.store.start_of_newest())
    except Refused as no:
        st.error(plain(no.message))
        return
    st.rerun()
