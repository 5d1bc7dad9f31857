"""What tasks of LeetCode share: a method of `Solution`, and the names that its tests rely on."""

from __future__ import annotations

import ast

_IMPORTS = """from typing import *
from functools import *
from collections import *
from itertools import *
from heapq import *
from bisect import *
from string import *
from operator import *
from math import *
import math
import datetime
inf = float('inf')
"""

_PAIRWISE = """
def pairwise(iterable):
    a, b = tee(iterable)
    next(b, None)
    return zip(a, b)
"""

_LISTS = """
class ListNode:
    def __init__(self, val=0, next=None):
        self.val = val
        self.next = next

def list_node(values: list):
    head = None
    for val in reversed(values):
        head = ListNode(val, head)
    return head

def is_same_list(p1, p2):
    if p1 is None and p2 is None:
        return True
    if not p1 or not p2:
        return False
    return p1.val == p2.val and is_same_list(p1.next, p2.next)
"""

_TREES = """
class TreeNode:
    def __init__(self, val=0, left=None, right=None):
        self.val = val
        self.left = left
        self.right = right

def tree_node(values: list):
    if not values:
        return None
    root = TreeNode(values[0])
    i = 1
    queue = deque([root])
    while queue:
        node = queue.popleft()
        if i < len(values) and values[i] is not None:
            node.left = TreeNode(values[i])
            queue.append(node.left)
        i += 1
        if i < len(values) and values[i] is not None:
            node.right = TreeNode(values[i])
            queue.append(node.right)
        i += 1
    return root

def is_same_tree(p, q):
    if not p and not q:
        return True
    elif not p or not q:
        return False
    elif p.val != q.val:
        return False
    else:
        return is_same_tree(p.left, q.left) and is_same_tree(p.right, q.right)
"""

PRELUDE = _IMPORTS + _PAIRWISE + _LISTS + _TREES
"""The names of LeetCodeDataset's preludes, for rows that come without theirs."""


def entry_point(functional: str) -> str | None:
    """The last `check(...)` of a suite: what it hands to the tests, such as `Solution().twoSum`."""
    try:
        last = ast.parse(functional).body[-1]
    except (SyntaxError, ValueError, RecursionError, IndexError):
        return None
    match last:
        case ast.Expr(value=ast.Call(func=ast.Name(id="check"), args=[handed])):
            return ast.unparse(handed)
    return None
