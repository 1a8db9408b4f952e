package io.ctxagent.report.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;

/** What all pages have: the head with its policy, the style and the script. */
final class Frame {

    private static final String STYLE = resource("page.css");
    private static final String SCRIPT = resource("page.js");

    private Frame() {}

    /** A whole page. */
    static String around(String title, Html body) {
        // The policy knows style and script by their hashes: should a name ever get past the escaping, it could not
        // run.
        String policy = "default-src 'none'; style-src '" + hash(STYLE) + "'; script-src '" + hash(SCRIPT)
                + "'; base-uri 'none'; form-action 'none'";
        return "<!DOCTYPE html>\n"
                + new Html()
                        .open("html", "lang", "en")
                        .open("head")
                        .empty("meta", "charset", "utf-8")
                        .line()
                        .empty("meta", "http-equiv", "Content-Security-Policy", "content", policy)
                        .line()
                        .empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                        .line()
                        .element("title", title)
                        .line()
                + "<style>" + STYLE + "</style>\n</head><body>\n"
                + body
                + "<script>" + SCRIPT + "</script>\n</body></html>\n";
    }

    /** What the script brings to life; without it nobody sees them. */
    static Html controls(String placeholder) {
        return new Html()
                .open("form", "id", "controls", "hidden", "")
                .empty("input", "id", "search", "type", "search", "placeholder", placeholder, "aria-label", "Search")
                .open("label")
                .empty("input", "id", "flagged", "type", "checkbox")
                .text(" only what is flagged")
                .close("label")
                .element("button", "Open all", "id", "open", "type", "button")
                .element("button", "Close all", "id", "close", "type", "button")
                .element("output", "", "id", "shown")
                .close("form")
                .line();
    }

    private static String hash(String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Frame.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
