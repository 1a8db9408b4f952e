package io.ctxagent.samples.orders;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** One request from the command line, {@code METHOD URL [BODY]}, for machines without another HTTP client. */
public final class OrderClient {

    private OrderClient() {}

    /** Prints the status and the body in one line. */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length < 2 || args.length > 3) {
            System.err.println("usage: OrderClient METHOD URL [BODY]");
            System.exit(2);
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(args[1]))
                .method(args[0], args.length == 3 ? BodyPublishers.ofString(args[2]) : BodyPublishers.noBody())
                .timeout(Duration.ofSeconds(10))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        System.out.println(response.statusCode() + " " + response.body().strip());
    }
}
