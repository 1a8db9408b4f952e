package io.ctxagent.report.html;

import io.ctxagent.model.ContextInfo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Contexts that look alike, in one row of the tree. Belongs to its {@link Rows}, which decide what is shown. */
final class Row {

    final List<ContextInfo> alike;
    final int level;
    final @Nullable Row parent;
    final List<Row> children = new ArrayList<>();

    boolean shown;

    /** Whether something in it or below it is flagged. */
    boolean flaggedWithin;

    /** What links call it; only of a row that is shown. */
    String anchor = "";

    Row(List<ContextInfo> alike, int level, @Nullable Row parent) {
        this.alike = alike;
        this.level = level;
        this.parent = parent;
    }

    ContextInfo first() {
        return alike.get(0);
    }

    boolean flagged() {
        return !first().findings().isEmpty();
    }

    List<Row> shownChildren() {
        return children.stream().filter(child -> child.shown).toList();
    }
}
