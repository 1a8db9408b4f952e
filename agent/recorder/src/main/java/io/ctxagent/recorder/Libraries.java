package io.ctxagent.recorder;

import java.util.List;

/**
 * Libraries by the packages of their classes: frameworks, servers, clients, drivers and pools that applications are built on.
 * What is not in the list counts as the application's, which is the safe side: its author is asked to look.
 */
final class Libraries {

    private static final List<String> PACKAGES = List.of(
            "akka.",
            "ch.qos.logback.",
            "com.fasterxml.jackson.",
            "com.github.benmanes.caffeine.",
            "com.google.common.",
            "com.hazelcast.",
            "com.lmax.disruptor.",
            "com.mongodb.",
            "com.netflix.",
            "com.rabbitmq.",
            "com.sun.jna.",
            "io.grpc.",
            "io.lettuce.",
            "io.micrometer.",
            "io.micronaut.",
            "io.netty.",
            "io.opentelemetry.",
            "io.quarkus.",
            "io.reactivex.",
            "io.smallrye.",
            "io.undertow.",
            "io.vertx.",
            "jakarta.",
            "javax.",
            "kotlin.",
            "kotlinx.",
            "net.bytebuddy.",
            "okhttp3.",
            "okio.",
            "org.apache.",
            "org.awaitility.",
            "org.eclipse.jetty.",
            "org.elasticsearch.client.",
            "org.flywaydb.",
            "org.glassfish.",
            "org.hibernate.",
            "org.infinispan.",
            "org.jboss.",
            "org.jooq.",
            "org.liquibase.",
            "org.mockito.",
            "org.mockserver.",
            "org.quartz.",
            "org.redisson.",
            "org.slf4j.",
            "org.springframework.",
            "org.testcontainers.",
            "org.wildfly.",
            "reactor.",
            "redis.clients.",
            "scala.");

    private Libraries() {}

    static boolean isLibrary(String className) {
        if (CodeOwner.isDatabase(className)) {
            return true;
        }
        for (String each : PACKAGES) {
            if (className.startsWith(each)) {
                return true;
            }
        }
        return false;
    }
}
