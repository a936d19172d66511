package io.emperor.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NameLockTest {

  @TempDir Path directory;

  @Test
  void theFirstToClaimANameHoldsIt() throws Exception {
    try (NameLock first = NameLock.claim(directory.resolve("a/b"));
        NameLock second = NameLock.claim(directory.resolve("a/b"))) {
      assertThat(first.isHeld()).isTrue();
      assertThat(second.isHeld()).isFalse();
    }
  }

  @Test
  void itIsFreeAgainWhenItsHolderCloses() throws Exception {
    NameLock.claim(directory).close();

    try (NameLock next = NameLock.claim(directory)) {
      assertThat(next.isHeld()).isTrue();
    }
  }

  @Test
  void whoDoesNotHoldItDoesNotFreeIt() throws Exception {
    try (NameLock first = NameLock.claim(directory)) {
      NameLock.claim(directory).close();

      try (NameLock third = NameLock.claim(directory)) {
        assertThat(first.isHeld()).isTrue();
        assertThat(third.isHeld()).isFalse();
      }
    }
  }

  @Test
  void twoNamesDoNotGetInEachOthersWay() throws Exception {
    try (NameLock one = NameLock.claim(directory.resolve("one"));
        NameLock two = NameLock.claim(directory.resolve("two"))) {
      assertThat(one.isHeld()).isTrue();
      assertThat(two.isHeld()).isTrue();
    }
  }

  @Test
  void aDirectoryThatCannotBeMadeIsAnError() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));

    assertThatThrownBy(() -> NameLock.claim(file.resolve("below"))).isInstanceOf(IOException.class);
  }
}
