package dev.pulmu.datasets.table;

import dev.pulmu.datasets.Split;
import dev.pulmu.recipe.TargetColumns;
import java.util.List;
import java.util.Map;

/**
 * What files hold once their text is parsed, before rows are split.
 *
 * @param parts how many rows each file gave, in the order of the table; empty where one file is
 *     still to be split
 */
record ParsedTable(
    Table table,
    TargetColumns targets,
    Map<Split, Integer> parts,
    List<ColumnProfile> profile,
    List<String> notes) {}
