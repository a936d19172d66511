package io.emperor.serf;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;

class MessageReaderFuzzTest {

  /** Whatever an agent says is members, an event, or refused; and nothing takes much memory. */
  @FuzzTest(maxDuration = "30s")
  void whateverIsSaidIsReadOrRefused(byte[] bytes) throws IOException {
    MessageReader reader = new MessageReader(new ByteArrayInputStream(bytes));
    try {
      while (true) {
        Fields fields = reader.read();
        assertThat(reader.size()).isPositive();
        fields.texts("Tags").values().forEach(value -> assertThat(value).isNotNull());
        for (Member member : MemberEvent.members(fields)) {
          assertThat(member.address()).matches("[0-9a-f.:]*");
        }
        SerfEvent.of(fields).ifPresent(event -> assertThat(event.toString()).isNotEmpty());
      }
    } catch (UnreadableException | EOFException e) {
      assertThat(bytes.length).isNotNegative();
    }
  }
}
