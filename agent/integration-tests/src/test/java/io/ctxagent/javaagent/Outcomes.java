package io.ctxagent.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ctxagent.boot.Family;
import io.ctxagent.instrument.Ending;
import io.ctxagent.instrument.Facts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What FAMILIES.md says of calls that a run has made, against what they did. */
final class Outcomes {

    private static final Page PAGE = Page.ofThisJdk();
    private static final Pattern WORDS = Pattern.compile(
            "(?:refused: )?(a subclass of )?`(\\w+)`(?:, SQLState (\\d+))?(?:; of `(\\w+)` the cause)?");

    /** In what a row says in words. */
    private static final Pattern GIVEN_ALL_THE_SAME =
            Pattern.compile("a permit that is free is given out|has no task left closes");

    private final Map<String, String> stacks = new HashMap<>();

    /** @param rows those that name calls with the stack that they blocked in are among them */
    Outcomes(List<WakeRow> rows) {
        for (WakeRow row : rows) {
            if (!row.stack().isEmpty()) {
                stacks.putIfAbsent(row.family() + "|" + row.name(), row.stack());
            }
        }
    }

    /** Of the page. */
    private PageCall call(WakeRow row, String name) {
        String stack = stacks.get(row.family() + "|" + name);
        assertThat(stack).as("%s was seen blocked", row).isNotNull();
        return PAGE.rowOf(stack).orElseThrow(() -> new AssertionError("no row for " + row + ", blocked in " + stack));
    }

    /** The context has ended the call, or has refused it, as the page has it. */
    void expect(WakeRow row) {
        expectAsOf(row.name(), row);
    }

    /** The same of a case that goes on with another call: what that one is to do. */
    void expectAsOf(String other, WakeRow row) {
        PageCall call = call(row, other);
        Facts facts = call.facts();
        boolean before = row.trigger().endsWith("done") || row.trigger().endsWith("overdue");
        boolean ends = !facts.wokenBy().equals(Facts.NOBODY) || (before && facts.failsFast());
        if (ends) {
            row.expectWoken(thrown(
                    call, row.trigger().endsWith("deadline") || row.trigger().endsWith("overdue")));
        } else {
            assertThat(row.woken()).as("%s stays blocked", row).isFalse();
        }
    }

    /** A call that does not have to wait, under a context that is done. */
    void expectReady(WakeRow row) {
        PageCall call = call(row, row.name());
        Facts facts = call.facts();
        assertThat(row.woken()).as("%s, or made again, stays blocked", row).isTrue();
        if (call.family() == Family.SELECTOR) {
            row.expectWoken("NothingReady");
        } else if (facts.failsFast()
                && !GIVEN_ALL_THE_SAME.matcher(facts.limits()).find()) {
            row.expectWoken(thrown(call, row.trigger().endsWith("overdue")));
        } else {
            row.expectWoken("");
        }
    }

    /** The same of a call that has no stack, because it never blocks: its name is that of a method of the page's. */
    static void expectRefused(WakeRow row) {
        PageCall call = PAGE.calls().stream()
                .filter(each -> each.name().equals(row.name()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row for " + row));
        assertThat(call.facts().failsFast()).as(row.name()).isTrue();
        row.expectWoken(thrown(call, row.trigger().equals("overdue")));
    }

    private static String thrown(PageCall call, boolean deadline) {
        Ending ending = call.facts().ending();
        String words = deadline || ending.cancel().equals("the same") ? ending.deadline() : ending.cancel();
        if (words.startsWith("nothing")) {
            return "";
        }
        Matcher matcher = WORDS.matcher(words);
        assertThat(matcher.matches()).as(words).isTrue();
        String kind = deadline ? "DeadlineExceededException" : "CanceledException";
        String context = kind + ":ContextException:CancellationException.* < IllegalStateException.*";
        String type = matcher.group(2);
        if (type.equals(kind)) {
            return context;
        }
        String state = matcher.group(3) == null ? "" : " " + matcher.group(3);
        String before = call.method().equals(matcher.group(4)) ? type + "(:\\w+)* < " : "";
        return before + (matcher.group(1) == null ? type : "\\w+:" + type) + "(:\\w+)*" + state + " < " + context;
    }
}
