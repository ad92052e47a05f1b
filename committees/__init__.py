"""The owners: assemblies, committees (业委会), management committees (物管会), votes. Not built yet: an empty room.

It stands below `enterprises`: a contract may cite a resolution, never the other way round.
"""
