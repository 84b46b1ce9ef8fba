"""What to look at first: how likely a row is wrong, by the machine's own doubts and by what people said of it.

The risk of a row is one minus its confidence, and what each issue about it adds; a document's risk is the sum over its
open rows, so to say the number of faults to expect. Rows that people disagree on come first, then those that were
settled and have changed since.
"""

from __future__ import annotations

LOW_CONFIDENCE = 0.7
"""Below it a row counts among the doubts of kind `low_confidence`."""

DOUBT_SQL = """
create table doubts as
    select i.doc_id, t.task_id, i.kind, i.message, i.severity
    from issues i left join tasks t on t.doc_id = i.doc_id and i.subject = 'tasks ' || t.ordinal
    where i.kind not in ('review_conflict', 'review_reopened');
create index doubts_by_task on doubts (task_id);
create index doubts_by_document on doubts (doc_id);
"""
"""Issues joined to the row they are about; those of earlier reviews are worked out anew from the records."""

QUEUE_SQL = f"""
create table queue as
    select t.task_id, t.doc_id, t.ordinal, t.label, t.title, t.kind, t.lead_text, t.deadline_text, t.page_no,
        t.source_kind, t.confidence, 'open' as state, '' as people,
        coalesce(d.issuer_text, '') as issuer, coalesce(substr(d.issued_date, 1, 4), '') as year,
        coalesce(d.number, d.source_path) as name,
        coalesce((select ',' || group_concat(distinct kind) || ',' from doubts where task_id = t.task_id), ',')
            || case when t.confidence < {LOW_CONFIDENCE} then 'low_confidence,' else '' end as doubts,
        1 - t.confidence + coalesce((select sum(case severity when 'error' then 0.8 when 'warning' then 0.4
            else 0.1 end) from doubts where task_id = t.task_id), 0) as risk
    from tasks t join documents d on d.doc_id = t.doc_id where t.review != 'corrected' or exists
        (select 1 from reviews r where r.task_id = t.task_id and r.machine is not null);
create unique index queue_key on queue (task_id);
create index queue_document on queue (doc_id);
create index queue_order on queue (state, risk desc, task_id);
create index queue_issuer on queue (issuer, state, risk desc, task_id);
create index queue_year on queue (year, state, risk desc, task_id);
create index queue_doubts on queue (state, risk desc, task_id) where doubts != ',';
create table files as
    select d.doc_id, coalesce(d.number, '') as number, d.source_path, coalesce(d.title, '') as title, d.status,
        coalesce(d.issuer_text, '') as issuer, coalesce(substr(d.issued_date, 1, 4), '') as year, d.page_count,
        (select count(*) from doubts where doc_id = d.doc_id and task_id is null) as loose,
        (select count(*) from queue where doc_id = d.doc_id) as total, 0 as settled, 0 as conflicts, 0 as reopened,
        coalesce((select sum(risk) from queue where doc_id = d.doc_id), 0)
            + 0.2 * (select count(*) from doubts where doc_id = d.doc_id and task_id is null) as risk,
        coalesce((select group_concat(distinct kind) from doubts where doc_id = d.doc_id), '') as kinds
    from documents d;
create unique index files_key on files (doc_id);
create index files_order on files (risk desc);
create table marks (doc_id primary key, mark);
"""  # noqa: S608  # a number of ours
"""A row to settle, and a document with how many are; `state`, `people` and the counts follow the records.

`doubts` is a list between commas. A row that only a person made is settled with the decision that made it.
"""

ORDER = {"conflict": 0, "reopened": 1, "open": 2}
"""States that ask for a person, most pressing first; the others are settled."""
SETTLED = ("accepted", "corrected", "rejected")
