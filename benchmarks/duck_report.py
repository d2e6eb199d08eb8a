"""The rival: the same report by a tuned DuckDB script. python benchmarks/duck_report.py FOLDER.

It is given what shopmetrics must find out for itself: encoding, separator, column types, that every
row is whole, and which words mean what. Ids are whole numbers, customers are hashed, money is in
cents, every wide table is read once. It prints the counts that the report's tables rest on.
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
  select order_id, line_id, hash(customer_id) customer, sku, product, quantity units,
         (paid * 100)::BIGINT paid, ordered_at, paid_at, shipped_at, received_at from {orders};
create temp table titles as select sku, any_value(product) product, row_number() over () ::USMALLINT code
  from raw group by sku;
create temp table line as select raw.* exclude (sku, product), code from raw join titles using (sku)
  where paid_at is not null;
create temp table refund as select *, (amount * 100)::BIGINT cents,
  state = '退款成功' and kind <> '换货' and amount > 0 done from {refunds};
create temp table piece as
  select r.*, l.code, case when requested_at >= received_at then 3 when requested_at >= shipped_at
    then 2 else 1 end stage from refund r join line l using (line_id);
create temp table back as select line_id, sum(cents)::BIGINT cents, sum(quantity)::BIGINT units
  from piece where done group by 1;
create temp table sold as select l.*, b.line_id is not null refunded, coalesce(b.cents, 0) back,
  coalesce(b.units, 0) units_back from line l left join back b using (line_id);
create temp table ord as select order_id, any_value(customer) customer, min(ordered_at) placed,
  sum(units)::BIGINT units, sum(paid)::BIGINT paid, bool_or(refunded) refunded,
  sum(back)::BIGINT back, sum(units_back)::BIGINT units_back from sold group by 1;
create temp table purchase as select customer, placed::DATE as day, count(*) orders, sum(paid)::BIGINT paid
  from ord group by 1, 2;
create temp table visit as select *, row_number() over w number, day - lag(day) over w gap
  from purchase window w as (partition by customer order by day);
create temp table customer as select customer, min(day) first_day, count(*) purchases,
  min(gap) filter (number = 2) next_gap from visit group by 1;
"""
ANSWERS = {
    "overall": "select count(*), sum(units)::BIGINT, sum(paid)::BIGINT, count(*) filter (refunded),"
    " sum(units_back)::BIGINT, sum(back)::BIGINT from ord",
    "stage": "select stage, count(distinct order_id), sum(quantity)::BIGINT, sum(cents)::BIGINT"
    " from piece where done group by 1 order by 1",
    "quality": "select count(distinct order_id) from piece"
    " where reason in ('质量问题', '商品破损', '少件/漏发')",
    "reasons": "select reason, count(distinct order_id) orders, sum(cents)::BIGINT from piece where done"
    " group by 1 order by orders desc, reason",
    "leading": "select reason, product from (select reason, code, row_number() over (partition by reason"
    " order by count(distinct order_id) desc, code) place from piece where done group by 1, 2)"
    " join titles using (code) where place <= 3 order by 1, 2",
    "sku": "select code, count(distinct order_id), count(distinct order_id) filter (refunded),"
    " sum(back)::BIGINT from sold group by 1 order by 1",
    "hour": "select hour(placed), count(*), count(*) filter (refunded), sum(back)::BIGINT from ord"
    " group by 1 order by 1",
    "weekday": "select isodow(placed), count(*), count(*) filter (refunded), sum(back)::BIGINT from ord"
    " group by 1 order by 1",
    "customers": "select count(*), count(*) filter (purchases >= 2), count(*) filter (next_gap <= 30),"
    " count(*) filter (next_gap <= 60), count(*) filter (next_gap <= 90) from customer",
    "gaps": "select gap, count(*) from visit where gap is not null group by 1 order by 1",
    "returning": "select sum(orders)::BIGINT, sum(orders) filter (number > 1)::BIGINT,"
    " sum(paid)::BIGINT, sum(paid) filter (number > 1)::BIGINT from visit",
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
