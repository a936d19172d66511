package io.emperor.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReignNameTest {

  @TempDir Path directory;

  @Test
  void theFirstToClaimANameHoldsIt() throws Exception {
    try (ReignName first = ReignName.claim(directory.resolve("a/b"));
        ReignName second = ReignName.claim(directory.resolve("a/b"))) {
      assertThat(first.isHeld()).isTrue();
      assertThat(second.isHeld()).isFalse();
    }
  }

  @Test
  void itIsFreeAgainWhenItsHolderCloses() throws Exception {
    ReignName.claim(directory).close();

    try (ReignName next = ReignName.claim(directory)) {
      assertThat(next.isHeld()).isTrue();
    }
  }

  @Test
  void whoDoesNotHoldItDoesNotFreeIt() throws Exception {
    try (ReignName first = ReignName.claim(directory)) {
      ReignName.claim(directory).close();

      try (ReignName third = ReignName.claim(directory)) {
        assertThat(first.isHeld()).isTrue();
        assertThat(third.isHeld()).isFalse();
      }
    }
  }

  @Test
  void twoNamesDoNotGetInEachOthersWay() throws Exception {
    try (ReignName one = ReignName.claim(directory.resolve("one"));
        ReignName two = ReignName.claim(directory.resolve("two"))) {
      assertThat(one.isHeld()).isTrue();
      assertThat(two.isHeld()).isTrue();
    }
  }

  @Test
  void aDirectoryThatCannotBeMadeIsAnError() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));

    assertThatThrownBy(() -> ReignName.claim(file.resolve("below")))
        .isInstanceOf(IOException.class);
  }
}
