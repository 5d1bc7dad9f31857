"""Questions of the tabular families, answered by pandas from the Markdown that the prompt shows."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

OPENING = re.compile(
    r"^(?:According to the table, |From the data given: |Look it up or work it out: )"
)
ROUND = re.compile(r" Round to 2 decimal places\.")
NUMBER = r"(-?[\d,]+(?:\.\d+)?)"
RANK = r"(second |third |fourth |fifth )?(highest|lowest)"
RANKS = {None: 0, "second ": 1, "third ": 2, "fourth ": 3, "fifth ": 4}


def number(text):
    return float(text.replace(",", ""))


def frames(context):
    """The tables of a context, as they stand: texts."""
    found = []
    for block in context.split("\n\n"):
        if block.startswith("|"):
            lines = [line.strip("|").split("|") for line in block.split("\n")]
            cells = [[cell.strip() for cell in line] for line in lines]
            assert set(cells[1]) == {"---"}
            found.append(pd.DataFrame(cells[2:], columns=cells[0]))
    return found


def phrase(header):
    """`Output (MW)` as a question says it."""
    found = re.fullmatch(r"(.*?)(?: \((.*)\))?", header)
    name = found[1][0].lower() + found[1][1:]
    return f"{name} in {found[2]}" if found[2] else name


def measured(frame, first):
    """The frame by its first column, its numbers as numbers; phrases in place of headers."""
    frame = frame.set_index(frame.columns[0])
    for header in frame.columns[first:]:
        texts = frame[header].replace("–", None)
        frame[header] = texts.str.replace(",", "").astype(float)
    return frame.rename(columns={header: phrase(header) for header in frame.columns[first:]})


def one_of(names):
    return "(" + "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) + ")"


def asked(problem):
    """The question without title, opening and requests of form."""
    title = problem.context.split("\n")[0]
    assert problem.question.startswith(f"{title}. ")
    text = OPENING.sub("", problem.question.removeprefix(f"{title}. "))
    assert ("Round to" in text) == ("round" in problem.spec)
    return ROUND.sub("", text).replace(" Cells marked – are missing; leave them out.", "")


def answer_flat(problem):
    """A list of texts and numbers, for lookups, aggregates and comparisons."""
    table, *others = frames(problem.context)
    table = measured(table, 2)
    text, columns = asked(problem), one_of(table.columns[2:])
    if others:
        return joined(text, table, measured(others[0], 0), columns)
    for pattern, solve in FLAT:
        if found := re.fullmatch(pattern.replace("COL", columns), text, re.I):
            return solve(table, *found.groups())
    raise AssertionError(text)


def joined(text, table, owners, columns):
    rows, at = table, f"whose {one_of(owners.columns)} is {NUMBER}"
    if text.startswith(("Which", "which")):
        column, value = re.search(at, text).groups()
        (owner,) = owners.index[owners[column] == number(value)]
        rows = table[table.iloc[:, 0] == owner]
        if more := re.search(rf"whose own {columns} is above {NUMBER}", text):
            rows = rows[rows[more[1]] > number(more[2])]
        return list(rows.index)
    wanted = re.search(rf"[Ww]hat is the {one_of(owners.columns)} of", text)[1]
    if found := re.search(rf"(?:whose|as its|has) {columns} is {NUMBER}", text):
        rows = table[table[found[1]] == number(found[2])]
    elif found := re.search(rf"has {NUMBER} as its {columns}", text):
        rows = table[table[found[2]] == number(found[1])]
    elif found := re.search(rf"{RANK} {columns}", text):
        rows = ordered(table[found[3]], found[2]).iloc[[RANKS[found[1]]]].index
        rows = table.loc[rows]
    else:
        rows = table.loc[[re.search(one_of(table.index), text)[1]]]
    (owner,) = rows.iloc[:, 0]
    return [owners.loc[owner, wanted]]


def ordered(column, word):
    assert not column.dropna().duplicated().any()
    return column.sort_values(ascending=word == "lowest")


def chosen(table, conditions):
    """The rows that fulfil all of the conditions."""
    rows = pd.Series(True, index=table.index)
    for text in re.split(r" and (?=whose )", conditions or ""):
        if not text:
            continue
        found = re.fullmatch(
            rf"whose (?:(region) is (not )?(.*)|(.*) is (above|below) {NUMBER}|(.*?) is (.*))", text
        )
        if found[1]:
            rows &= (table["Region"] == found[3]) != bool(found[2])
        elif found[4]:
            column, edge = table[found[4]], number(found[6])
            rows &= column > edge if found[5] == "above" else column < edge
        else:
            assert found[7] == table.columns[0].lower()
            rows &= table.iloc[:, 0].isin(found[8].split(" or "))
    return table[rows]


def aggregate(function):
    def solve(table, column, conditions):
        return [function(chosen(table, conditions)[column].dropna())]

    return solve


def share(table, column, conditions):
    return [chosen(table, conditions)[column].sum() / table[column].sum() * 100]


def means_apart(table, column, conditions):
    return [chosen(table, conditions)[column].mean() - table[column].mean()]


def count(table, conditions):
    return [len(chosen(table, conditions))]


def grouped(table, column, measure):
    groups = table.groupby(table.columns[0])[column]
    return groups.mean() if measure == "mean" else groups.sum()


def group_rank(table, rank, word, measure, column):
    return [ordered(grouped(table, column, measure), word).index[RANKS[rank]]]


def group_gap(table, measure, column, word):
    values = ordered(grouped(table, column, measure), word)
    return [abs(values.iloc[0] - values.iloc[1])]


def above_own(table, owner, column):
    rows = table[table.iloc[:, 0] == owner]
    return list(rows.index[rows[column] > rows[column].mean()])


def quotient(table, first, second, rank, word):
    return [ordered(table[first] / table[second], word).index[RANKS[rank]]]


def top(table, words, word, column):
    many = ["two", "three", "four", "five"].index(words.lower()) + 2
    return list(ordered(table[column], word).index[:many])


COND = r" all [a-z ]+?(?: (whose .*))?[?.]"
FLAT = (
    (r"(?:What is the|How large is the|State the) COL of ([A-Z][a-z]+(?: Hill)?)[?.]",
     lambda t, c, n: [t.loc[n, c]]),
    (rf"Which [a-z ]+ has a value of {NUMBER} for its COL\?",
     lambda t, v, c: list(t.index[t[c] == number(v)])),
    (rf"What is the name of the [a-z ]+ whose COL is {NUMBER}\?",
     lambda t, c, v: list(t.index[t[c] == number(v)])),
    (rf"What is the COL of the [a-z ]+ whose COL is {NUMBER}\?",
     lambda t, c, by, v: list(t[c][t[by] == number(v)])),
    (rf"One [a-z ]+ has {NUMBER} as its COL\. What is its COL\?",
     lambda t, v, by, c: list(t[c][t[by] == number(v)])),
    (r"(?:What is the total|Add up the) COL of" + COND, aggregate(lambda v: v.sum())),
    (r"(?:What is the mean|Find the average) COL of" + COND, aggregate(lambda v: v.mean())),
    (r"(?:What is the|Find the) median COL of" + COND, aggregate(lambda v: v.median())),
    (r"(?:What is the difference between|By how much do) the largest and the smallest COL of all "
     r"[a-z ]+?(?: (whose .*?))?(?: differ)?[?.]", aggregate(np.ptp)),
    (r"(?:How many|Count the) [a-z ]+? (whose .*?)(?: are there)?[?.]", count),
    (r"What percentage of the total COL of all [a-z ]+ comes from [a-z ]+? (whose .*)\?", share),
    (r"By how much does the mean COL of [a-z ]+? (whose .*) exceed the mean of all .*lower\.",
     means_apart),
    (rf"(?:Which|Name the) [a-z ]+? (?:has|with) the {RANK} COL[?.]",
     lambda t, rank, word, c: [ordered(t[c], word).index[RANKS[rank]]]),
    (r"By how much do (.*?) and (.*?) differ in COL\?",
     lambda t, a, b, c: [abs(t.loc[a, c] - t.loc[b, c])]),
    (r"What is the difference in COL between (.*?) and (.*?), as a positive number\?",
     lambda t, c, a, b: [abs(t.loc[a, c] - t.loc[b, c])]),
    (r"How many times the COL of (.*?) is that of (.*?)\?",
     lambda t, c, b, a: [t.loc[a, c] / t.loc[b, c]]),
    (r"Which (two|three|four|five) [a-z ]+ have the (highest|lowest) COL\? List .* first\.", top),
    (rf"Which [a-z ]+ have a value above {NUMBER} for COL and one below {NUMBER} for COL\? Name .*",
     lambda t, low, c, high, d: list(t.index[(t[c] > number(low)) & (t[d] < number(high))])),
    (rf"Divide the COL of each [a-z ]+ by its COL\. For which one is the quotient the {RANK}\?",
     quotient),
    (rf"Taken over all [a-z ]+ of each [a-z]+, which [a-z]+ has the {RANK} (mean|total) COL\?",
     group_rank),
    (r"For each [a-z]+, take the (mean|total) COL of its [a-z ]+\. By how much do the "
     r"(highest|lowest) and the second .* differ\?", group_gap),
    (r"Which [a-z ]+? of (.*) are above the mean COL of all .* Name all of them\.", above_own),
)  # fmt: skip


def report(problem):
    """Region, year and measure of every cell: a frame by name, totals left out, and the totals."""
    (raw,) = frames(problem.context)
    years, measures = pd.Series(list(raw.columns)).replace("", None).ffill(), raw.iloc[0]
    regions = raw.iloc[1:, 0].replace("", None).ffill()
    body, totals = {}, {}
    for i, row in raw.iloc[1:].iterrows():
        for place in range(2, raw.shape[1]):
            key = (years[place], phrase(measures.iloc[place]))
            value = np.nan if row.iloc[place] == "–" else number(row.iloc[place])
            if row.iloc[1] == "Total":
                totals[regions[i], *key] = value
            else:
                body[row.iloc[1], regions[i], *key] = value
    frame = pd.Series(body)
    frame.index.names = ["name", "region", "year", "measure"]
    for (region, year, measure), total in totals.items():
        cells = frame.xs((year, measure), level=("year", "measure"))
        found = cells.sum() if region == "All regions" else cells.xs(region, level="region").sum()
        gaps = cells.isna().any()
        assert gaps or abs(found - total) < 1e-6, "a total is off"
    return frame, totals


def answer_hierarchical(problem):
    """A list of texts and numbers."""
    frame, totals = report(problem)
    text = asked(problem)
    measure = re.search(one_of(frame.index.unique("measure")), text)[1]
    names = re.findall(rf"\b{one_of(frame.index.unique('name'))}\b", text)
    regions = re.findall(rf"\b{one_of(frame.index.unique('region'))}\b", text)
    years = re.findall(r"\b(?:19|20)\d\d\b", text)
    values = frame.xs(measure, level="measure").unstack("year")
    by_region = values.groupby(level="region").sum()
    if "is missing" in text:
        (region,) = values.loc[names[0]].index
        return [totals[region, years[0], measure] - by_region.loc[region, years[0]]]
    assert not frame.isna().any()
    if "relative growth" in text:
        growth = (values[years[1]] / values[years[0]]).droplevel("region")
        return list(growth.nlargest(2).index)
    if "percentage points" in text:
        shares = by_region / by_region.sum() * 100
        return [shares.loc[regions[0], years[1]] - shares.loc[regions[0], years[0]]]
    if "By what percentage" in text or "by what percentage" in text:
        row = by_region.loc[regions[0]]
        return [(row[years[1]] - row[years[0]]) / row[years[0]] * 100]
    if "between the regions" in text:
        return [abs(by_region.loc[regions[0], years[0]] - by_region.loc[regions[1], years[0]])]
    if "of the region" in text:
        column = values.xs(regions[0], level="region")[years[0]]
        return [column.idxmax() if "highest" in text else column.idxmin()]
    row = values.loc[names[0]].iloc[0]
    if "percentage" in text:
        (region,) = values.loc[names[0]].index
        return [row[years[0]] / by_region.loc[region, years[0]] * 100]
    return [row[years[1]] - row[years[0]]] if "change" in text else [row[years[0]]]
