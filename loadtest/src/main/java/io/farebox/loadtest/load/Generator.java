package io.farebox.loadtest.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The generator's process: runs one plan and prints its result as JSON. */
@Command(name = "generate", description = "Sends prepared requests and prints what came back, as JSON.")
public final class Generator implements Callable<Integer> {
    @Option(names = "--url", required = true, description = "The server, as in http://127.0.0.1:8080.")
    private URI url = URI.create("http://127.0.0.1:8080");

    @Option(names = "--requests", required = true, description = "File of rendered requests.")
    private Path requests = Path.of("requests");

    @Option(names = "--connections", defaultValue = "256")
    private int connections;

    @Option(names = "--rate", defaultValue = "0", description = "Requests/s; 0 for as many as the answers allow.")
    private double ratePerSecond;

    @Option(names = "--warmup", defaultValue = "1", description = "Seconds before the measured span.")
    private double warmupSeconds;

    @Option(names = "--seconds", defaultValue = "5", description = "The measured span.")
    private double seconds;

    @Option(names = "--once", description = "End where the requests do.")
    private boolean once;

    @Option(names = "--histogram", description = "File for the latencies of the measured span.")
    private @Nullable Path histogram;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Generator()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        Plan plan =
                new Plan(Target.of(url), requests, connections, ratePerSecond, warmupSeconds, seconds, once, histogram);
        System.out.println(new ObjectMapper().writeValueAsString(run(plan)));
        return 0;
    }

    static Result run(Plan plan) throws IOException, InterruptedException, ExecutionException {
        try (Transport transport = new Transport()) {
            Run run = new Run(plan, Requests.open(plan.requests()), transport);
            Result result = run.start().get();
            if (plan.histogram() != null) {
                Files.writeString(plan.histogram(), run.latencies());
            }
            return result;
        }
    }
}
