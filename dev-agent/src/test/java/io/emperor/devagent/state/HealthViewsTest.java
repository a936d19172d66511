package io.emperor.devagent.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HealthViewsTest {

  private final HealthViews views = new HealthViews();

  @Test
  void aViewBeginsWithItsSnapshotAndFollowsItsServiceAlone() {
    assertThat(views.index("web", 7)).isEqualTo(7);
    views.changed("other", 8);
    assertThat(views.index("web", 9)).isEqualTo(7);

    views.changed("Web", 10);

    assertThat(views.index("WEB", 11)).isEqualTo(10);
  }

  @Test
  void aServiceThatNobodyWaitsForHasNoView() {
    views.changed("web", 10);

    assertThat(views.index("web", 7)).isEqualTo(7);
  }

  @Test
  void theViewThatWasReadLongestAgoIsForgottenFirst() {
    views.index("kept", 1);
    views.index("forgotten", 1);
    for (int i = 2; i < 1_001; i++) {
      views.index("service-" + i, 1);
      views.index("kept", 3);
    }

    assertThat(views.index("kept", 2)).isEqualTo(1);
    assertThat(views.index("forgotten", 2)).isEqualTo(2);
  }

  @Test
  void longNamesDoNotAddUp() {
    String half = "x".repeat(1 << 19);
    views.index("a" + half, 1);

    views.index("b" + half, 1);

    assertThat(views.index("a" + half, 2)).isEqualTo(2);
  }
}
