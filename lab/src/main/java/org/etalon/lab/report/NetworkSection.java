package org.etalon.lab.report;

import java.util.List;
import org.etalon.lab.markup.Markup;

/** The drawings: the smallest and the largest network open, those between folded away. */
final class NetworkSection {
  private NetworkSection() {}

  static void write(Markup html, List<NetworkPicture> pictures) {
    html.element(
        "p",
        "Boxes are layers, circles with a plus are residual merges. The thick line is a shortest"
            + " path, as minimal-path counts it. A frame is one unit of update-units; repeated"
            + " stretches are drawn once.");
    html.open("div", "class", "networks");
    write(html, pictures.get(0));
    if (pictures.size() > 1) {
      write(html, pictures.get(pictures.size() - 1));
    }
    html.close();
    if (pictures.size() > 2) {
      html.open("details", "class", "more").element("summary", "The sizes between");
      html.open("div", "class", "networks");
      pictures.subList(1, pictures.size() - 1).forEach(picture -> write(html, picture));
      html.close().close();
    }
  }

  private static void write(Markup html, NetworkPicture picture) {
    html.open("figure", "class", "network").element("figcaption", picture.size());
    html.element("p", picture.text(), "class", "says");
    picture.svg().ifPresent(svg -> html.open("div", "class", "drawing").trusted(svg).close());
    html.close().line();
  }
}
