package io.emperor.serf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageReaderTest {

  private static Fields read(String hex) throws IOException {
    return reader(HexFormat.of().parseHex(hex.replace(" ", ""))).read();
  }

  private static MessageReader reader(byte[] bytes) {
    return new MessageReader(new ByteArrayInputStream(bytes));
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    byte[] payload = {0, -1, 10};
    MessageReader reader =
        reader(
            MessageWriter.bytes(
                Map.of("Seq", 7L, "Error", "no"),
                Map.of(
                    "Payload",
                    payload,
                    "Coalesce",
                    true,
                    "Tags",
                    Map.of("rôle", "wéb"),
                    "Members",
                    List.of(Map.of("Name", "a"), Map.of("Name", "b")))));

    Fields header = reader.read();
    Fields body = reader.read();

    assertThat(header.number("Seq")).isEqualTo(7);
    assertThat(header.text("Error")).isEqualTo("no");
    assertThat(body.bytes("Payload")).isEqualTo(payload);
    assertThat(body.flag("Coalesce")).isTrue();
    assertThat(body.texts("Tags")).isEqualTo(Map.of("rôle", "wéb"));
    assertThat(body.list("Members")).hasSize(2);
    assertThat(body.list("Members").get(1).text("Name")).isEqualTo("b");
  }

  @Test
  void whatIsMissingOrNilIsEmpty() throws IOException {
    Fields fields = read("81 a1 61 c0");

    assertThat(fields.text("a")).isEmpty();
    assertThat(fields.bytes("b")).isEmpty();
    assertThat(fields.number("b")).isZero();
    assertThat(fields.list("b")).isEmpty();
    assertThat(fields.texts("b")).isEmpty();
    assertThat(fields.flag("b")).isFalse();
  }

  @Test
  void aClockOfSixtyFourBitsIsUnsigned() throws IOException {
    assertThat(Long.toUnsignedString(read("81 a1 61 cf ffffffffffffffff").number("a")))
        .isEqualTo("18446744073709551615");
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "c1, no MessagePack",
    "93 01 02 03, a value where a map belongs",
    "81 01 01, no MessagePack",
    "81 a1 61 ca 00000000, a value of a type that serf never uses",
    "81 a1 61 c7 01 05 00, a value of a type that serf never uses",
    "81 a1 61 91 c0, nothing where an element belongs",
    "81 a1 61 db 7fffffff, bytes in a text",
    "81 a1 61 c6 40000000, bytes in a text",
    "81 a1 61 c6 ffffffff, no MessagePack",
    "81 db 40000000, bytes in a text",
    "81 a1 61 dd 40000000, elements",
    "df 40000000, entries",
    "81 a1 61 91 91 91 91 91 91 91 01, levels",
  })
  void whatIsTooLargeOrStrangeIsRefusedBeforeThereIsMemoryForIt(String hex, String seen) {
    assertThatThrownBy(() -> read(hex))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining(seen);
  }

  @Test
  void manyListsAreRefusedByTheNumberOfTheirValues() {
    // A list of 100,000 lists of 100,000 times true.
    byte[] inner = new byte[100_005];
    Arrays.fill(inner, (byte) 0xc3);
    System.arraycopy(HexFormat.of().parseHex("dd000186a0"), 0, inner, 0, 5);
    byte[] begin = HexFormat.of().parseHex("81a161dd000186a0");
    var many = new SequenceInputStream(new ByteArrayInputStream(begin), new Repeated(inner));

    assertThatThrownBy(() -> new MessageReader(many).read())
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining("values");
  }

  @Test
  void manyLongTextsAreRefusedByTheirBytes() {
    byte[] text = Arrays.copyOf(HexFormat.of().parseHex("c5ffff"), 3 + 0xffff);
    byte[] begin = HexFormat.of().parseHex("81a161dd000186a0");
    var many = new SequenceInputStream(new ByteArrayInputStream(begin), new Repeated(text));

    assertThatThrownBy(() -> new MessageReader(many).read())
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining("33554432 bytes");
  }

  @Test
  void anEndWithinAMessageIsAnEnd() {
    assertThatThrownBy(() -> read("82 a1 61 a5 61")).isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> read("")).isInstanceOf(EOFException.class);
  }

  @Test
  void aFieldOfAnotherTypeIsNamed() throws IOException {
    Fields fields = read("81 a4 4e616d65 05");

    assertThatThrownBy(() -> fields.text("Name"))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining("Name");
  }

  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "0a010203, 10.1.2.3",
    "00000000000000000000ffff0a010203, 10.1.2.3",
    "20010db8000000000000000000000001, 2001:db8::1",
    "20010db8000000010001000000000001, 2001:db8:0:1:1::1",
    "20010db8000100020003000400050006, 2001:db8:1:2:3:4:5:6",
    "20010db8000000010001000100010001, 2001:db8:0:1:1:1:1:1",
    "00000000000000000000000000000001, ::1",
    "fe800000000000000000000000000000, fe80::",
    "00000000000000000000000000000000, ::",
  })
  void addressesAreWrittenAsPeopleWriteThem(String hex, String text) throws IOException {
    assertThat(AddressText.of(HexFormat.of().parseHex(hex))).isEqualTo(text);
  }

  @Test
  void anAddressOfAnotherLengthIsNone() {
    assertThatThrownBy(() -> AddressText.of(new byte[5])).hasMessage("an address of 5 bytes");
  }
}
