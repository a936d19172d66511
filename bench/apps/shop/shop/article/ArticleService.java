package shop.article;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** What can be done with articles. */
final class ArticleService {

  private final ArticleRepository repository;

  ArticleService(ArticleRepository repository) {
    this.repository = repository;
  }

  Article open(long id) {
    Article article =
        new Article(
            id,
            "article " + id,
            ArticleState.DRAFT,
            new BigDecimal("9.99"),
            id,
            List.of(new ArticleNote("clerk", "new", id)),
            Map.of("shelf", "A"));
    repository.save(article.in(ArticleState.OPEN));
    return repository.find(id).orElseThrow();
  }

  ArticlePage page(long from) {
    return new ArticlePage(
        repository.find(from).stream()
            .filter(article -> article.state() == ArticleState.OPEN)
            .toList(),
        from + 1);
  }
}
