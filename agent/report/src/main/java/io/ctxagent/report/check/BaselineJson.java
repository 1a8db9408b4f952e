package io.ctxagent.report.check;

import io.ctxagent.model.json.JsonFormatException;
import io.ctxagent.model.json.JsonPull;
import io.ctxagent.model.json.JsonPush;
import io.ctxagent.report.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes {@code ctx-baseline/1}. People edit that file, so a key that is not known is an error: of a misspelt
 * {@code expires} nobody would ever hear. Written sorted, one key to a line: two branches that change different entries
 * can be merged.
 */
public final class BaselineJson {

    private static final String KEYS = "fingerprint, rule, site, max, reason, owner, expires";

    private BaselineJson() {}

    /**
     * Reads one document to its end, and leaves the stream open.
     *
     * @throws InvalidBaselineException when the document is not a baseline
     * @throws IOException when the stream fails
     */
    public static Baseline read(InputStream in) throws IOException {
        try {
            Baseline baseline = JsonPull.document(in, BaselineJson::baseline);
            Set<String> seen = new HashSet<>();
            for (BaselineEntry entry : baseline.entries()) {
                if (!seen.add(entry.fingerprint())) {
                    throw new InvalidBaselineException(
                            "two entries have the fingerprint " + printable(entry.fingerprint()));
                }
            }
            return baseline;
        } catch (JsonFormatException e) {
            throw new InvalidBaselineException(String.valueOf(e.getMessage()));
        }
    }

    /** Writes the file as a whole; the stream is neither flushed nor closed. */
    public static void write(Baseline baseline, OutputStream out) throws IOException {
        try (JsonPush json = JsonPush.indented(out)) {
            json.beginObject().text("schema", Baseline.SCHEMA).beginList("entries");
            for (BaselineEntry entry : baseline.entries()) {
                LocalDate expires = entry.expires();
                json.beginObject()
                        .text("fingerprint", entry.fingerprint())
                        .text("rule", entry.rule())
                        .text("site", entry.site())
                        .number("max", entry.max())
                        .text("reason", entry.reason())
                        .text("owner", entry.owner())
                        .text("expires", expires == null ? null : expires.toString())
                        .endObject();
            }
            json.endList().endObject().newLine();
        }
    }

    private static Baseline baseline(JsonPull in) throws IOException {
        String schema = null;
        List<BaselineEntry> entries = null;
        in.beginObject();
        while (in.nextField()) {
            switch (in.field()) {
                case "schema" -> schema = in.oneOf(List.of(Baseline.SCHEMA));
                case "entries" -> entries = in.list(BaselineJson::entry);
                default -> throw in.malformed("is not known here: expected schema or entries");
            }
        }
        in.required("schema", schema);
        return new Baseline(in.required("entries", entries));
    }

    private static BaselineEntry entry(JsonPull in) throws IOException {
        String fingerprint = null;
        String rule = null;
        String site = null;
        Integer max = null;
        String reason = null;
        String owner = null;
        LocalDate expires = null;
        in.beginObject();
        while (in.nextField()) {
            switch (in.field()) {
                case "fingerprint" -> fingerprint = in.text();
                case "rule" -> rule = in.text();
                case "site" -> site = in.textOrNull();
                case "max" -> max = max(in);
                case "reason" -> reason = reason(in);
                case "owner" -> owner = in.textOrNull();
                case "expires" -> expires = date(in);
                default -> throw in.malformed("is not known here: expected one of " + KEYS);
            }
        }
        return new BaselineEntry(
                in.required("fingerprint", fingerprint),
                in.required("rule", rule),
                site,
                in.required("max", max),
                in.required("reason", reason),
                owner,
                expires);
    }

    private static int max(JsonPull in) throws IOException {
        int max = in.smallNumber();
        if (max < 0) {
            throw in.malformed("is negative");
        }
        return max;
    }

    private static String reason(JsonPull in) throws IOException {
        String reason = in.text();
        if (reason.isBlank()) {
            throw in.malformed("is blank: say why this is put up with");
        }
        return reason;
    }

    private static @Nullable LocalDate date(JsonPull in) throws IOException {
        String text = in.textOrNull();
        try {
            return text == null ? null : LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw in.malformed("is not a day like 2027-02-01");
        }
    }

    private static String printable(String text) {
        return SafeText.of(text);
    }
}
