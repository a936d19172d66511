package shop.article;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** An article. */
public record Article(
    long id,
    String name,
    ArticleState state,
    BigDecimal price,
    long since,
    List<ArticleNote> notes,
    Map<String, String> labels) {

  public Article {
    notes = List.copyOf(notes);
    labels = Map.copyOf(labels);
  }

  Article in(ArticleState next) {
    return new Article(id, name, next, price, since, notes, labels);
  }
}
