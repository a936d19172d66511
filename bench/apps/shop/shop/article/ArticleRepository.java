package shop.article;

import java.util.Optional;

/** Where articles are kept. */
interface ArticleRepository {

  void save(Article article);

  Optional<Article> find(long id);
}
