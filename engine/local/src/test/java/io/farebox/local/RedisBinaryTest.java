package io.farebox.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RedisBinaryTest {
    @Test
    void theVersionIsReadFromWhatTheProgramPrints() {
        assertThat(RedisBinary.major("Redis server v=7.0.15 sha=00000000:0 malloc=libc bits=64"))
                .isEqualTo(7);
        assertThat(RedisBinary.major("Redis server v=6.2.14 sha=00000000:0")).isEqualTo(6);
        assertThat(RedisBinary.major("Valkey something else")).isZero();
    }

    @Test
    void aProgramIsCarriedForEachCommonMachine() {
        for (String system : new String[] {"Linux", "Mac OS X"}) {
            for (String processor : new String[] {"amd64", "x86_64", "aarch64"}) {
                String resource = RedisBinary.resource(system, processor);
                assertThat(RedisBinary.class.getResource(resource)).as(resource).isNotNull();
            }
        }
    }
}
