package io.ctxagent.benchmarks.startup;

/** The least that a program can do. */
public final class HelloWorld {

    private HelloWorld() {}

    public static void main(String[] arguments) {
        System.out.println("hello");
    }
}
