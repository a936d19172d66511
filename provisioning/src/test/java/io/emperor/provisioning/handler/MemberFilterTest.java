package io.emperor.provisioning.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MemberFilterTest {

  private static final SerfSelf SELF =
      SerfSelf.of("one", Map.of("role", "db:web", "dc", "east", "products", "shop:billing"));

  private static MemberFilter filter(Set<String> roles, Set<String> products) {
    return new MemberFilter(roles, Map.of(), products);
  }

  private static MemberFilter tag(String name, String regex) {
    return new MemberFilter(Set.of(), Map.of(name, MemberFilter.whole(regex)), Set.of());
  }

  private static boolean isMeant(MemberFilter filter) {
    return filter.filtered(SerfEvent.ofUser("deploy", 1, SELF, new byte[0])).isPresent();
  }

  private static String members(MemberFilter filter, String lines) {
    SerfEvent event = new SerfEvent("member-join", "", 0, SELF, lines.getBytes(UTF_8));
    Optional<SerfEvent> meant = filter.filtered(event);
    return meant.map(each -> new String(each.input(), UTF_8)).orElse("nobody");
  }

  @Test
  void userEventsAndQueriesAreAboutTheNodeThatIsTold() {
    assertThat(isMeant(filter(Set.of("web"), Set.of()))).isTrue();
    assertThat(isMeant(filter(Set.of("db:web", "cache"), Set.of()))).isFalse();
    assertThat(isMeant(filter(Set.of(), Set.of("billing")))).isTrue();
    assertThat(isMeant(filter(Set.of("web"), Set.of("other")))).as("both").isFalse();
    assertThat(isMeant(tag("dc", "east|west"))).isTrue();
    assertThat(isMeant(tag("dc", "north|south"))).isFalse();
    assertThat(isMeant(MemberFilter.ALL)).isTrue();
  }

  @Test
  void aPatternIsForTheWholeValue() {
    assertThat(isMeant(tag("dc", "eas"))).isFalse();
    assertThat(isMeant(tag("dc", "ast"))).isFalse();
    assertThat(isMeant(tag("dc", "e|t"))).isFalse();
    assertThat(isMeant(tag("dc", ".*"))).isTrue();
    assertThat(isMeant(tag("rack", "x?"))).as("what is missing is empty").isTrue();
    assertThat(isMeant(tag("rack", "x"))).isFalse();
  }

  @Test
  void aPatternThatTriesEverythingDoesNotMatch() {
    SerfSelf self = SerfSelf.of("one", Map.of("dc", "a".repeat(200)));
    SerfEvent event = SerfEvent.ofUser("deploy", 1, self, new byte[0]);

    assertThat(tag("dc", "(a*)*b").filtered(event)).isEmpty();
  }

  @Test
  void memberEventsAreAboutTheirMembers() {
    String lines =
        """
        a\t10.0.0.1\tdb\tdc=east,products=shop,role=db
        b\t10.0.0.2\tweb:cache\tdc=west,products=shop:other,role=web:cache
        c\t10.0.0.3\t\t
        """;

    assertThat(members(MemberFilter.ALL, lines)).isEqualTo(lines);
    assertThat(members(tag("dc", "east|west|"), lines)).isEqualTo(lines);
    assertThat(members(filter(Set.of("cache"), Set.of()), lines)).startsWith("b\t").hasLineCount(1);
    assertThat(members(filter(Set.of(), Set.of("shop")), lines)).hasLineCount(2);
    assertThat(members(tag("dc", ""), lines)).startsWith("c\t").hasLineCount(1);
    assertThat(members(filter(Set.of("mail"), Set.of()), lines)).isEqualTo("nobody");
    assertThat(members(filter(Set.of("mail"), Set.of()), "")).isEqualTo("nobody");
  }

  @Test
  void aCommaBelongsToTheValueBeforeIt() {
    assertThat(SerfMember.parse("a\t::1\tdb\tlist=x,y,,dc=east").tags())
        .isEqualTo(Map.of("list", "x,y,", "dc", "east"));
  }

  @Test
  void whatIsNoLineOfSerfsIsAMemberWithoutTags() {
    for (String line : List.of("", "a", "a\tb", "a\tb\tc", "\t\t\t,,", "\r\t\r\t\t=")) {
      assertThat(members(filter(Set.of("db"), Set.of()), line)).as(line).isEqualTo("nobody");
    }
  }
}
