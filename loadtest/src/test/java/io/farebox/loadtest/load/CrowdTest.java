package io.farebox.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients of a server that answers what it is asked, except where it is asked for silence. */
class CrowdTest {
    private static final int PATIENCE_MS = 300;

    private final Vertx vertx = Vertx.vertx();
    private final Queue<Crowd.Question> questions = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void eachQuestionIsAskedOnceWheneverItComes() throws Exception {
        Target target = serve();
        try (Crowd crowd = new Crowd(target, 2, 10_000, questions::poll)) {
            crowd.start();
            for (String word : new String[] {"one", "two", "three"}) {
                questions.add(question(target, word));
                assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("200 " + word);
            }
        }
        assertThat(heard).isEmpty();
    }

    @Test
    void anAnswerThatTakesTooLongIsGivenUpAndTheClientGoesOn() throws Exception {
        Target target = serve();
        try (Crowd crowd = new Crowd(target, 1, PATIENCE_MS, questions::poll)) {
            questions.add(question(target, "silence"));
            questions.add(question(target, "word"));
            crowd.start();
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("nothing");
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("200 word");
        }
    }

    private Crowd.Question question(Target target, String word) {
        return new Crowd.Question() {
            @Override
            public byte[] request() {
                return target.post("/", "key", "", word);
            }

            @Override
            public void answered(int status, byte[] body) {
                heard.add(status + " " + new String(body, StandardCharsets.UTF_8));
            }

            @Override
            public void failed() {
                heard.add("nothing");
            }
        };
    }

    private Target serve() {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    if (!body.toString().equals("silence")) {
                        request.response().end(body);
                    }
                }))
                .listen(0, "127.0.0.1")
                .await();
        return new Target("127.0.0.1", server.actualPort());
    }
}
