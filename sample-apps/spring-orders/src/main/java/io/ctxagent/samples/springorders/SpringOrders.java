package io.ctxagent.samples.springorders;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

/** The application. */
@SpringBootApplication
public class SpringOrders {

    private final Environment environment;

    SpringOrders(Environment environment) {
        this.environment = environment;
    }

    public static void main(String[] args) {
        SpringApplication.run(SpringOrders.class, args);
    }

    @EventListener(ApplicationReadyEvent.class)
    void tellAddress() {
        System.out.println("listening on http://127.0.0.1:" + environment.getProperty("local.server.port"));
    }
}
