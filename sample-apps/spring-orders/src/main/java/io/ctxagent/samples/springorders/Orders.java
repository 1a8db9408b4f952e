package io.ctxagent.samples.springorders;

import java.util.Map;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What the service answers. No timeout in here, and none on the pool or the statements. */
@RestController
class Orders {

    /** 25 billion combinations. */
    private static final String REPORT = "select count(*) from spring_orders a, spring_orders b, spring_orders c, "
            + "spring_orders d, spring_orders e, spring_orders f, spring_orders g, spring_orders h where a.id < h.id";

    private final JdbcClient database;

    Orders(JdbcClient database) {
        this.database = database;
    }

    record Order(long id, String item) {}

    @GetMapping("/orders/{id}")
    Order find(@PathVariable long id) {
        return database.sql("select id, item from spring_orders where id = ?")
                .param(id)
                .query(Order.class)
                .single();
    }

    @GetMapping("/report")
    Map<String, Long> report() {
        return Map.of("combinations", database.sql(REPORT).query(Long.class).single());
    }

    /** Spring knows a query that took too long by the exception that JDBC has for it. */
    @ExceptionHandler
    @ResponseStatus(HttpStatus.GATEWAY_TIMEOUT)
    Map<String, String> tooLong(QueryTimeoutException e) {
        return Map.of("error", String.valueOf(e.getMostSpecificCause().getMessage()));
    }
}
