"""A list of projects as it is read: nothing in it goes unread without a word."""

from data.projects.listing import read_projects

LIST = """序号,项目类别,所在县,项目名称,阶段,日期,是否取消,联系电话,建成个数
1,保种场,昭苏县,甲保种场,建成,2025-06-30,是,,2
"""


def test_a_column_that_is_not_read_is_told_where_it_says_something(plan_store):
    reading = read_projects(LIST.encode(), "项目.csv", plan_store)
    told = [
        (issue.value, issue.column, issue.row)
        for issue in reading.issues
        if issue.rule == "column_unread"
    ]
    assert told == [("是否取消、建成个数", None, 1)] and len(reading.rows) == 1


def test_of_two_columns_of_one_heading_each_is_looked_at(plan_store):
    text = "项目类别,所在县,项目名称,阶段,备注说明,备注说明\n保种场,昭苏县,甲保种场,前期,已取消,\n"
    reading = read_projects(text.encode(), "项目.csv", plan_store)
    assert [one.value for one in reading.issues if one.rule == "column_unread"] == ["备注说明"]
