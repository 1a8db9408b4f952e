package io.ctxagent.report.format;

import io.ctxagent.model.Finding;
import io.ctxagent.report.HumanDuration;
import io.ctxagent.report.SafeText;
import io.ctxagent.report.TestNames;
import io.ctxagent.report.Words;
import io.ctxagent.report.check.BaselineEntry;
import io.ctxagent.report.check.Judged;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What there is to say about one finding, line by line and made safe for a terminal; for formats that have room for it. */
public final class FindingDetails {

    private static final int TESTS = 10;

    private FindingDetails() {}

    /** {@code CTX101 uncancelled-context x4}. */
    static String title(Finding finding) {
        return SafeText.of(finding.rule()) + " " + SafeText.of(finding.slug())
                + (finding.count() > 1 ? " x" + finding.count() : "");
    }

    /** The place, or that nobody knows it. */
    static String site(Finding finding) {
        String site = finding.site();
        return site == null ? "no place known" : SafeText.of(site);
    }

    /** {@code at shop.Orders.find(Orders.java:42)}. */
    static String at(Finding finding) {
        return (finding.site() == null ? "" : "at ") + site(finding);
    }

    /** {@code new}; {@code grown: 5, the baseline allows 4}. */
    public static String standing(Judged judged) {
        BaselineEntry entry = judged.entry();
        return judged.standing().word() + because(judged, entry);
    }

    private static String because(Judged judged, @Nullable BaselineEntry entry) {
        if (entry == null) {
            return "";
        }
        return switch (judged.standing()) {
            case KNOWN -> ": " + SafeText.of(entry.reason());
            case GROWN -> ": " + judged.finding().count() + ", the baseline allows " + entry.max();
            case EXPIRED -> " on " + entry.expires() + ": " + SafeText.of(entry.reason());
            case NEW, ALLOWED -> "";
        };
    }

    /** Age, origin and tests. */
    static List<String> facts(Finding finding) {
        List<String> facts = new ArrayList<>();
        if (!finding.origin().equals("application")) {
            facts.add("in " + SafeText.of(finding.origin()) + " code");
        }
        if (finding.oldestMillis() > 0) {
            facts.add("oldest " + HumanDuration.of(finding.oldestMillis()));
        }
        if (!finding.tests().isEmpty()) {
            facts.add("seen in " + Words.some(TestNames.of(finding.tests()), TESTS));
        }
        return facts;
    }
}
