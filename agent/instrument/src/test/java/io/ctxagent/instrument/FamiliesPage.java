package io.ctxagent.instrument;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The text of {@code agent/instrument/FAMILIES.md}; the same whichever JDK makes it. */
final class FamiliesPage {

    /** The feature versions that hooks are asked for. */
    static final int FIRST_JDK = 17;

    static final int LAST_JDK = 25;

    private static final String HEAD = """
            # Instrumentation families

            What each call does under a context. Made from `hooks` and `facts` of the classes in package `family`, and held
            against them by `FamiliesPageTest`; not to be edited by hand:

                %s

            A method named without parameters stands for its forms that declare `InterruptedException`: of `offer` and `poll`
            those with a time limit. *Fails fast*: throws at once when the context is done already. A deadline is a cancel by
            the clock, so what ends a call on cancel ends it at the deadline. *Interrupt* means: with the handshake that lets
            no interrupt through to whatever the thread does next ([decision 3](../docs/decisions/0003-users-interrupt-and-ours.md)).

            Each method of *the calls*, in each of its forms, has a case that blocks in it, and `PageIT` fails for one that has
            none: `WakeIT` and others then hold what the call does, with a context that is cancelled, passes its deadline or is
            done before, on platform and virtual threads, against the columns *fails fast*, *deadline*, *cancelled by* and
            *exception* ([decision 88](../docs/decisions/0088-the-page-is-what-the-calls-do.md)). `ReadyIT` holds *fails fast*
            also where the call would not have to wait.

            17 and 25 are run. 21 was read: `Jdk21Test` holds its hooks against the methods in the sources of 21.0.4.

            """;

    private FamiliesPage() {}

    static String text(List<BlockingFamily> all, String command) {
        List<BlockingFamily> families = all.stream()
                .sorted(Comparator.comparing(family -> family.family().id()))
                .toList();
        StringBuilder page = new StringBuilder(HEAD.formatted(command));
        page.append("## The calls\n");
        String above = "";
        for (BlockingFamily family : families) {
            // A family may have several files, and has one table.
            appendCalls(page, family, !family.family().id().equals(above));
            above = family.family().id();
        }
        page.append("\n## What is woven besides\n\n| family | method | JDK | what for |\n|---|---|---|---|\n");
        for (BlockingFamily family : families) {
            for (Facts facts : family.facts()) {
                if (facts.isSupport()) {
                    row(page, name(family), calls(family, facts), jdks(family, facts), facts.limits());
                }
            }
        }
        appendHooks(page, families);
        return page.toString();
    }

    private static void appendCalls(StringBuilder page, BlockingFamily family, boolean newTable) {
        List<Facts> calls =
                family.facts().stream().filter(facts -> !facts.isSupport()).toList();
        if (!calls.isEmpty() && newTable) {
            appendTableHead(page, family);
        }
        for (Facts facts : calls) {
            boolean woken = !facts.wokenBy().equals(Facts.NOBODY);
            row(
                    page,
                    calls(family, facts),
                    jdks(family, facts),
                    facts.recorded().words(),
                    facts.failsFast() ? "yes" : "no",
                    woken ? "yes" : "no",
                    facts.wokenBy(),
                    exceptions(facts.ending()),
                    facts.limits());
        }
    }

    private static void appendTableHead(StringBuilder page, BlockingFamily family) {
        page.append("\n### ").append(family.family().id()).append("\n\n");
        row(
                page,
                "call",
                "JDK",
                "recorded",
                "fails fast",
                "deadline",
                "cancelled by",
                "exception",
                "not possible, and why");
        page.append("|---|---|---|---|---|---|---|---|\n");
    }

    private static String exceptions(Ending ending) {
        return ending.deadline().equals(ending.cancel())
                ? ending.cancel()
                : "deadline: " + ending.deadline() + "<br>cancel: " + ending.cancel();
    }

    private static String calls(BlockingFamily family, Facts facts) {
        SortedSet<Integer> whole = versions(family, facts);
        List<String> cells = new ArrayList<>();
        for (Target target : facts.targets()) {
            SortedSet<Integer> own = versions(family, target);
            cells.add(own.equals(whole) ? target.shown() : target.shown() + " (" + range(own) + ")");
        }
        return String.join("<br>", cells);
    }

    private static String jdks(BlockingFamily family, Facts facts) {
        return range(versions(family, facts));
    }

    private static SortedSet<Integer> versions(BlockingFamily family, Facts facts) {
        SortedSet<Integer> all = new TreeSet<>();
        facts.targets().forEach(target -> all.addAll(versions(family, target)));
        return all;
    }

    /** The JDKs on which a target is woven: those where a hook covers it. */
    static SortedSet<Integer> versions(BlockingFamily family, Target target) {
        return IntStream.rangeClosed(Math.max(FIRST_JDK, target.from()), Math.min(LAST_JDK, target.until()))
                .filter(jdk ->
                        target.type().isEmpty() || family.hooks(jdk).stream().anyMatch(target::covers))
                .boxed()
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String range(SortedSet<Integer> versions) {
        if (versions.isEmpty()) {
            return "none";
        }
        if (versions.last() - versions.first() + 1 != versions.size()) {
            return versions.stream().map(String::valueOf).collect(Collectors.joining(", "));
        }
        if (versions.size() == 1) {
            return versions.first().toString();
        }
        return versions.last() == LAST_JDK ? versions.first() + " and up" : versions.first() + " to " + versions.last();
    }

    private static void appendHooks(StringBuilder page, List<BlockingFamily> families) {
        page.append("\n## The hooks\n\n");
        page.append(
                "`*` is every public method of the class that is not static and declares `InterruptedException`.\n\n");
        row(page, "family", "hook", "17", "21", "25");
        page.append("|---|---|---|---|---|\n");
        for (BlockingFamily family : families) {
            Map<String, List<Integer>> rows = new LinkedHashMap<>();
            for (int jdk : new int[] {17, 21, 25}) {
                for (Hook hook : family.hooks(jdk)) {
                    rows.computeIfAbsent(text(hook), key -> new ArrayList<>()).add(jdk);
                }
            }
            rows.forEach((hook, jdks) -> row(page, name(family), hook, yes(jdks, 17), yes(jdks, 21), yes(jdks, 25)));
        }
    }

    private static String text(Hook hook) {
        String descriptor = hook.descriptor() == null ? "" : hook.descriptor();
        return "`" + hook.type() + "." + hook.method() + descriptor + "`";
    }

    private static String yes(List<Integer> jdks, int jdk) {
        return jdks.contains(jdk) ? "yes" : "";
    }

    private static String name(BlockingFamily family) {
        return "`" + family.family().id() + "`";
    }

    private static void row(StringBuilder page, String... cells) {
        page.append('|');
        for (String cell : cells) {
            page.append(cell.isEmpty() ? " " : " " + cell.replace("|", "\\|") + " ")
                    .append('|');
        }
        page.append('\n');
    }
}
