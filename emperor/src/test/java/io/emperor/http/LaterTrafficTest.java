package io.emperor.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaterTrafficTest {

  private final List<String> told = new ArrayList<>();

  private final Traffic counting =
      new Traffic() {
        @Override
        public void begun() {
          told.add("begun");
        }

        @Override
        public void ended(int status, long nanos) {
          told.add(status + " in " + nanos);
        }
      };

  private Traffic made() {
    told.add("made");
    return counting;
  }

  @Test
  void nothingCountsBeforeTheFirstRequest() {
    assertThat(new LaterTraffic(this::made)).isNotNull();

    assertThat(told).isEmpty();
  }

  @Test
  void allRequestsAreToldToWhatTheFirstHasMade() {
    Traffic traffic = new LaterTraffic(this::made);
    traffic.begun();
    traffic.ended(200, 5);
    traffic.begun();

    assertThat(told).containsExactly("made", "begun", "200 in 5", "begun");
  }
}
