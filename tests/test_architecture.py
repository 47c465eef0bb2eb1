"""What holds between the modules: no circle of imports, and every screen where the navigation says it is."""

from graphlib import CycleError, TopologicalSorter

import grimp

from rcm_tui.tui import navigation


def test_no_modules_import_each_other_not_even_for_types_or_inside_functions():
    graph = grimp.build_graph("rcm_tui", exclude_type_checking_imports=False, cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) - {module} for module in graph.modules}
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as found:
        raise AssertionError(" imports ".join(reversed(found.args[1]))) from None


def test_every_screen_of_the_navigation_is_there_under_its_name():
    for name, place in navigation.SCREENS.items():
        assert name == navigation.class_of(name).NAME, place
