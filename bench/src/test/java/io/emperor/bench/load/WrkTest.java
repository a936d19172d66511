package io.emperor.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WrkTest {

  private static final Wrk RUN =
      new Wrk(
          """
          Running 8s test @ http://127.0.0.1:20000/
            1 threads and 16 connections
            Thread Stats   Avg      Stdev     Max   +/- Stdev
              Latency   421.29us    1.01ms  39.88ms   97.90%
              Req/Sec    46.77k     4.77k   55.48k    72.50%
            Latency Distribution
               50%  299.00us
               75%  402.00us
               90%  573.00us
               99%    2.82ms
            372324 requests in 8.01s, 56.82MB read
            Socket errors: connect 1, read 20, write 300, timeout 4000
            Non-2xx or 3xx responses: 50000
          Requests/sec:  46535.38
          Transfer/sec:      7.10MB
          """);

  @Test
  void itsRequestsAreCounted() {
    assertThat(RUN.requests()).isEqualTo(372_324);
    assertThat(RUN.perSecond()).isEqualTo(46_535.38);
  }

  @Test
  void itsTimesAreMilliseconds() {
    assertThat(RUN.millisAt(50)).isEqualTo(0.299);
    assertThat(RUN.millisAt(99)).isEqualTo(2.82);
  }

  @Test
  void allThatWentWrongIsLost() {
    assertThat(RUN.lost()).isEqualTo(54_321);
  }

  @Test
  void nothingIsLostWhenItSaysNothingOfIt() {
    assertThat(new Wrk(" 10 requests in 1s, 1KB read\n").lost()).isZero();
  }
}
