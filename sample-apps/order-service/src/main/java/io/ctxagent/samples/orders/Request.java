package io.ctxagent.samples.orders;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** A request as the routes see it; parameters come from the query and, with POST, from a form in the body. */
record Request(String method, String path, Map<String, String> parameters) {

    private static final int MAX_BODY = 8 * 1024;
    private static final String ITEM = "[a-z][a-z-]{0,39}";

    /** Reads the body too, so it can block for as long as the client likes; the request's context bounds it. */
    static Request read(HttpExchange exchange) throws IOException {
        Map<String, String> parameters = new HashMap<>();
        String query = exchange.getRequestURI().getRawQuery();
        addPairs(query == null ? "" : query, parameters);
        if (exchange.getRequestMethod().equals("POST")) {
            byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY);
            addPairs(new String(body, StandardCharsets.UTF_8), parameters);
        }
        return new Request(exchange.getRequestMethod(), exchange.getRequestURI().getPath(), Map.copyOf(parameters));
    }

    /** Parameter {@code item}, a lower-case name. */
    String item() {
        String item = parameters.getOrDefault("item", "");
        if (!item.matches(ITEM)) {
            throw new IllegalArgumentException("item: a lower-case name is needed");
        }
        return item;
    }

    /** Parameter {@code quantity}, 1 where there is none. */
    int quantity() {
        String quantity = parameters.getOrDefault("quantity", "1");
        if (!quantity.matches("[1-9]\\d{0,3}")) {
            throw new IllegalArgumentException("quantity: a number from 1 to 9999 is needed");
        }
        return Integer.parseInt(quantity);
    }

    private static void addPairs(String text, Map<String, String> parameters) {
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
