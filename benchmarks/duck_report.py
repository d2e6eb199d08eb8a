"""The rival: the same report by a tuned DuckDB script. python benchmarks/duck_report.py FOLDER.

It is given what shopmetrics must find out for itself: encoding, separator, column types, that every
row is whole, and which words mean what. Ids are whole numbers, customers are hashed, money is in
cents, every wide table is read once. It prints the counts that the report's tables rest on: rates,
intervals, projections, tests and sentences are left out, as is what these files have none of
(campaigns, costs, reviews, other platforms, notes of customers, several exports that overlap).
"""

import json
import sys
from pathlib import Path

import duckdb

ORDERS = {
    "order_id": "BIGINT",
    "line_id": "BIGINT",
    "customer_id": "VARCHAR",
    "sku": "VARCHAR",
    "product": "VARCHAR",
    "spec": "VARCHAR",
    "quantity": "INTEGER",
    "unit_price": "VARCHAR",
    "paid": "DECIMAL(18,2)",
    "status": "VARCHAR",
    "region": "VARCHAR",
    "receiver": "VARCHAR",
    "phone": "VARCHAR",
    "address": "VARCHAR",
    "ordered_at": "TIMESTAMP",
    "paid_at": "TIMESTAMP",
    "shipped_at": "TIMESTAMP",
    "received_at": "TIMESTAMP",
    "buyer_message": "VARCHAR",
    "seller_memo": "VARCHAR",
    "freight": "VARCHAR",
}
REFUNDS = {
    "refund_id": "BIGINT",
    "order_id": "BIGINT",
    "line_id": "BIGINT",
    "sku": "VARCHAR",
    "kind": "VARCHAR",
    "reason": "VARCHAR",
    "amount": "DECIMAL(18,2)",
    "quantity": "INTEGER",
    "state": "VARCHAR",
    "requested_at": "TIMESTAMP",
    "settled_at": "TIMESTAMP",
}
SETUP = """
create temp table raw as
  select order_id, line_id, hash(customer_id) customer, sku, product, quantity units, region,
         (paid * 100)::BIGINT paid, ordered_at, paid_at, shipped_at, received_at from {orders};
create temp table titles as select sku, any_value(product) product, row_number() over () ::USMALLINT code
  from raw group by sku;
create temp table line as select raw.* exclude (sku, product), code from raw join titles using (sku)
  where paid_at is not null;
create temp table refund as select *, (amount * 100)::BIGINT cents,
  state = '退款成功' and kind <> '换货' and amount > 0 done from {refunds};
create temp table piece as
  select r.*, l.code, l.customer, l.ordered_at, least(r.cents, l.paid) back, r.cents > l.paid capped,
    date_diff('day', l.ordered_at, r.settled_at)::SMALLINT delay,
    case when requested_at >= received_at then 3 when requested_at >= shipped_at then 2 else 1 end stage
  from refund r join line l using (line_id);
create temp table back as select line_id, sum(back)::BIGINT cents, sum(quantity)::BIGINT units, min(delay) delay,
  bool_or(stage = 1) early from piece where done group by 1;
create temp table sold as select l.*, b.line_id is not null refunded, coalesce(b.cents, 0) back,
  coalesce(b.units, 0) units_back, b.delay, b.early from line l left join back b using (line_id);
create temp table ord as select order_id, any_value(customer) customer, min(ordered_at) placed,
  sum(units)::BIGINT units, sum(paid)::BIGINT paid, bool_or(refunded) refunded, min(delay) delay,
  sum(back)::BIGINT back, sum(units_back)::BIGINT units_back, any_value(region) region,
  arg_max(code, paid) code, coalesce(bool_or(early), false) early from sold group by 1;
create temp table skus as select code, count(distinct order_id) orders,
  count(distinct order_id) filter (refunded) refunded, sum(back)::BIGINT back from sold group by 1;
create temp table purchase as select customer, placed::DATE as day, count(*) orders, sum(paid)::BIGINT paid
  from ord where not (early and back >= paid) group by 1, 2;
create temp table visit as select *, row_number() over w number, day - lag(day) over w gap
  from purchase window w as (partition by customer order by day);
create temp table customer as select customer, min(day) first_day, count(*) purchases,
  min(gap) filter (number = 2) next_gap from visit group by 1;
"""
LAST = "(select max(placed)::DATE from ord)"
MONTH = f"date_trunc('month', {LAST})"
SIDE = f"case when placed >= {MONTH} then 'b' else 'a' end"
BOTH = f"placed >= {MONTH} - interval 1 month"
SEEN = f"delay <= (select max(settled_at)::DATE from refund) - {LAST}"
ANSWERS = {
    "overall": "select count(*), sum(units)::BIGINT, sum(paid)::BIGINT, count(*) filter (refunded),"
    " sum(units_back)::BIGINT, sum(back)::BIGINT from ord",
    "unpaid": "select count(distinct order_id), count(*) from raw where paid_at is null",
    "twice": "select count(*) - count(distinct line_id) from raw",
    "unmatched": "select count(*), count(*) filter (done) from refund anti join line using (line_id)",
    "capped": "select count(*) from piece where done and capped",
    "stage": "select stage, count(distinct order_id), sum(quantity)::BIGINT, sum(back)::BIGINT"
    " from piece where done group by 1 order by 1",
    "delay": "select delay, count(*) from ord where refunded group by 1 order by 1",
    "ages": f"select {LAST} - placed::DATE age, count(*) from ord group by 1 order by 1",
    "quality": "select count(distinct order_id) from piece"
    " where reason in ('质量问题', '商品破损', '少件/漏发')",
    "reasons": "select reason, count(distinct order_id) orders, sum(back)::BIGINT from piece where done"
    " group by 1 order by orders desc, reason",
    "change": "select reason, date_trunc('month', ordered_at) begins, count(distinct order_id), sum(back)::BIGINT"
    " from piece where done group by 1, 2 order by 1, 2",
    "leading": "select reason, product from (select reason, code, row_number() over (partition by reason"
    " order by count(distinct order_id) desc, code) place from piece where done group by 1, 2)"
    " join titles using (code) where place <= 3 order by 1, 2",
    "sku": "select sku, product, orders, refunded, back from skus join titles using (code) order by 1",
    "product": "select product, count(distinct order_id), count(distinct order_id) filter (refunded),"
    " sum(back)::BIGINT from sold join titles using (code) group by 1 order by 1",
    "sku_cause": "select code, reason, count(distinct order_id), sum(back)::BIGINT from piece where done"
    " group by 1, 2 order by 1, 2",
    "peaks": "select code, delay, count(*) from piece where done group by 1, 2 order by 1, 2",
    "weekday_hour": "select isodow(placed), hour(placed), count(*), count(*) filter (o.refunded),"
    " sum(o.back)::BIGINT, sum(s.refunded / s.orders) from ord o join skus s using (code)"
    " group by cube (1, 2) order by 1, 2",
    "region": "select region, count(*), count(*) filter (refunded), sum(back)::BIGINT from ord group by 1",
    "weeks": "select date_trunc('week', placed) begins, count(*), count(*) filter (refunded) from ord"
    " group by 1 order by 1",
    "landed": "select date_trunc('week', placed) begins, delay, count(*) from ord where refunded"
    " group by 1, 2 order by 1, 2",
    "age_of_weeks": f"select date_trunc('week', placed) begins, {LAST} - placed::DATE age, count(*) from ord"
    f" where placed > {LAST} - 60 group by 1, 2 order by 1, 2",
    "sides": f"select {SIDE} side, count(*), count(*) filter ({SEEN}) from ord"
    f" where {BOTH} group by 1 order by 1",
    "sides_money": f"select {SIDE} side, sum(units)::BIGINT, sum(units_back) filter ({SEEN})::BIGINT,"
    f" sum(paid)::BIGINT, sum(back) filter ({SEEN})::BIGINT from (select *, ordered_at placed from sold)"
    f" where {BOTH} group by 1 order by 1",
    **{
        f"sides_{name}": f"select {SIDE} side, {what}, count(*), count(*) filter ({SEEN}) from ord"
        f" where {BOTH} group by 1, 2 order by 1, 2"
        for name, what in (
            ("hour", "hour(placed)"),
            ("weekday", "isodow(placed)"),
            ("region", "region"),
        )
    },
    "sides_sku": f"select side, code, count(distinct order_id), count(distinct order_id) filter ({SEEN})"
    f" from (select *, {SIDE} side from (select *, ordered_at placed from sold) where {BOTH})"
    " group by 1, 2 order by 1, 2",
    "sides_cause": f"select {SIDE} side, reason, count(distinct order_id) from (select *, ordered_at placed"
    f" from piece where done and {SEEN}) where {BOTH} group by 1, 2 order by 1, 2",
    "exchanges": "select count(distinct r.order_id) from piece r join sold s on r.customer = s.customer"
    " and s.ordered_at between r.requested_at - interval 3 day and r.requested_at + interval 3 day"
    " and s.order_id <> r.order_id join titles a on a.code = r.code join titles b on b.code = s.code"
    " where r.done and a.product = b.product and a.sku <> b.sku",
    "cost": "select code, count(*), sum(back)::BIGINT from piece where done group by 1 order by 1",
    "waiting": "select kind, count(*), sum(cents)::BIGINT from refund"
    " where state not in ('退款成功', '退款关闭') group by 1 order by 1",
    "speed": "select count(*), quantile_disc(took, [0.5, 0.9]) from (select"
    " date_diff('minute', requested_at, settled_at) / 60 took from refund where done)",
    "outcomes": "select state, count(*) from refund group by 1 order by 1",
    "crowd": "select orders, refunded, count(*) from (select customer, count(*) orders,"
    " count(*) filter (refunded) refunded from ord group by 1) group by 1, 2 order by 1, 2",
    "customers": "select count(*), count(*) filter (purchases >= 2), count(*) filter (next_gap <= 30),"
    " count(*) filter (next_gap <= 60), count(*) filter (next_gap <= 90) from customer",
    "lived": f"select {LAST} - first_day lived, next_gap, count(*) from customer group by 1, 2 order by 1, 2",
    "steps": "select purchases, count(*) from customer group by 1 order by 1",
    "gaps": "select gap, count(*) from visit where gap is not null group by 1 order by 1",
    "returning": "select sum(orders)::BIGINT, sum(orders) filter (number > 1)::BIGINT,"
    " sum(paid)::BIGINT, sum(paid) filter (number > 1)::BIGINT from visit",
    "cohorts": "select date_trunc('month', first_day) cohort, date_diff('month', first_day, day) since,"
    " count(distinct customer), sum(paid)::BIGINT from visit join customer using (customer)"
    " group by 1, 2 order by 1, 2",
}


def main(folder: Path) -> None:
    """Print every count of the report as JSON."""
    connection = duckdb.connect()
    connection.execute("set preserve_insertion_order = false")
    tables = {"orders": _csv(folder / "orders.csv", ORDERS)}
    tables["refunds"] = _csv(folder / "refunds.csv", REFUNDS)
    for statement in SETUP.format(**tables).split(";"):
        if statement.strip():
            connection.execute(statement)
    answers = {name: connection.execute(query).fetchall() for name, query in ANSWERS.items()}
    json.dump(answers, sys.stdout, ensure_ascii=False, default=str)


def _csv(path: Path, columns: dict[str, str]) -> str:
    types = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
    return f"read_csv('{path}', header = true, auto_detect = false, columns = {{{types}}})"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
