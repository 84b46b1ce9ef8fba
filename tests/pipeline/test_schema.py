from __future__ import annotations

import pytest

from pipeline.schema import TABLES, table

# The contract with data teams: these columns stay, more may come.
CONTRACT = {
    "documents": "doc_id source_path source_sha256 media_type page_count decision_key number number_seq doc_type "
    "issuer_text issuer_unit_id issued_place issued_date effective_text effective_date title signer_title signer_name "
    "is_draft pages_ocr quality_seen quality status is_primary pipeline_version",
    "pages": "doc_id page_no source source_reason rotation_deg skew_deg ocr_confidence quality_seen quality "
    "text_seen text",
    "edits": "doc_id page_no line_no start end before after rule gain confidence alternatives",
    "sections": "doc_id section_id parent_id ordinal level kind label heading text page_no",
    "table_cells": "doc_id table_no row_no col_no row_span col_span page_no left top right bottom role text_seen text",
    "tasks": "task_id doc_id ordinal kind label parent_task_id annex group_label group_title title product note "
    "deadline_text lead_text coordinator_text monitor_text page_no section_id table_no row_no source_kind confidence "
    "review",
    "task_units": "task_id ordinal role text unit_id link_method link_score is_collective",
    "task_deadlines": "task_id ordinal text kind due_date start_date rrule qualifier condition",
    "units": "unit_id name short_name kind level parent_unit_id valid_from valid_to successor_unit_id source",
    "citations": "doc_id ordinal role number doc_type issued_date issuer_text issuer_unit_id title cited_doc_id",
    "indicators": "doc_id ordinal label group_title name year target_text target_value target_unit comparator measure "
    "page_no",
    "issues": "doc_id page_no kind severity message subject evidence",
    "runs": "run_id started_at finished_at files done partial failed pages settings versions",
}


@pytest.mark.parametrize("name", CONTRACT)
def test_the_promised_columns_are_there(name: str) -> None:
    assert set(CONTRACT[name].split()) <= {column.name for column in table(name).columns}


@pytest.mark.parametrize("spec", TABLES, ids=lambda spec: spec.name)
def test_every_column_has_a_sentence_and_every_key_is_declared(spec: object) -> None:
    declared = table(spec.name)  # type: ignore[attr-defined]  # a TableSpec
    names = [column.name for column in declared.columns]

    assert len(names) == len(set(names))
    assert all(column.description.endswith(".") for column in declared.columns)
    assert all(not column.nullable for column in declared.columns if column.name in declared.key)
    for own, (other, target) in declared.links:
        assert own in names
        assert target in {column.name for column in table(other).columns}


def test_an_unknown_table_names_the_known_ones() -> None:
    with pytest.raises(KeyError, match="documents, pages"):
        table("persons")
