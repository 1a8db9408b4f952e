package io.ctxagent.samples.orders;

/** A row of {@code orders}; the status is {@code new} or {@code shipped}. */
record Order(long id, String item, int quantity, String status) {

    String json() {
        return "{\"id\":" + id + ",\"item\":\"" + item + "\",\"quantity\":" + quantity + ",\"status\":\"" + status
                + "\"}";
    }
}
