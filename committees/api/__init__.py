"""The JSON door of owners, committees and votes. Names and phones of persons stay inside; members' names are shown as
the city's rule for postings has them.
"""
