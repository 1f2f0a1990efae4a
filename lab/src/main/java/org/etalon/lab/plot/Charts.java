package org.etalon.lab.plot;

import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.etalon.graph.InputException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Draws charts. The same chart gives the same bytes, on one machine: letters are measured in the
 * fonts installed.
 *
 * <p>In SVG letters are outlines, so that they look the same everywhere; the texts stand in the
 * elements {@code title} and {@code desc}, for search and for screen readers.
 */
public final class Charts {
  /** What fonts and strokes are made for; larger pictures are the same, magnified. */
  private static final int WIDTH = 900;

  private static final int HEIGHT = 560;
  private static final int SMALLEST = 200;
  private static final int LARGEST = 10_000;

  private Charts() {}

  /**
   * Writes an SVG file of 900 × 560, which scales to any size.
   *
   * @param chart what to draw
   * @param file replaced as a whole, or not at all
   * @throws InputException if nothing of the chart has a place on its axes, or the file none
   * @throws IOException if it cannot be written
   */
  public static void writeSvg(Chart chart, Path file) throws IOException {
    String document = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + svg(chart) + "\n";
    AtomicFile.write(file, document.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes a PNG file.
   *
   * @param chart what to draw
   * @param file replaced as a whole, or not at all
   * @param width in pixels, from 200 to 10000; at 900 letters have their usual size
   * @param height in pixels, from 200 to 10000
   * @throws InputException if nothing of the chart has a place on its axes, the file none, or the
   *     size is out of range
   * @throws IOException if it cannot be written
   */
  public static void writePng(Chart chart, Path file, int width, int height) throws IOException {
    AtomicFile.write(file, png(chart, width, height));
  }

  /** The element {@code svg} as text, for pages that hold it. */
  public static String svg(Chart chart) {
    needNoDisplay();
    Drawing drawing = new Drawing(chart, WIDTH, HEIGHT);
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(emptyDocument());
    context.setComment(null);
    SVGGraphics2D graphics = new SVGGraphics2D(context, false);
    graphics.setSVGCanvasSize(new Dimension(WIDTH, HEIGHT));
    drawing.paint(graphics);
    Element root = graphics.getRoot();
    root.setAttribute("viewBox", "0 0 " + WIDTH + " " + HEIGHT);
    root.setAttribute("role", "img");
    Document document = root.getOwnerDocument();
    describe(document, root, "desc", String.join("; ", texts(chart, drawing)));
    describe(document, root, "title", Drawing.printable(chart.title()));
    return text(root);
  }

  /** Batik's own writer would name a document type, which readers would fetch. */
  private static String text(Element root) {
    try {
      Transformer writer = TransformerFactory.newInstance().newTransformer();
      writer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
      StringWriter text = new StringWriter();
      writer.transform(new DOMSource(root), new StreamResult(text));
      return text.toString();
    } catch (TransformerException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] png(Chart chart, int width, int height) throws IOException {
    checkSize("width", width);
    checkSize("height", height);
    needNoDisplay();
    double scale = Math.max(1, (double) width / WIDTH);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
      graphics.scale(scale, scale);
      new Drawing(chart, (int) Math.ceil(width / scale), (int) Math.ceil(height / scale))
          .paint(graphics);
    } finally {
      graphics.dispose();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.setUseCache(false);
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  /** Names of everything, for those who cannot see it. */
  private static List<String> texts(Chart chart, Drawing drawing) {
    List<String> texts = new ArrayList<>();
    texts.add(Drawing.printable(chart.y().name() + " against " + chart.x().name()));
    chart.series().stream()
        .map(series -> Drawing.printable(series.name()))
        .filter(name -> !name.isBlank())
        .forEach(texts::add);
    texts.addAll(drawing.footerLines());
    return texts;
  }

  private static void describe(Document document, Element root, String name, String text) {
    Element element = document.createElementNS(root.getNamespaceURI(), name);
    element.setTextContent(text);
    root.insertBefore(element, root.getFirstChild());
  }

  private static Document emptyDocument() {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument("http://www.w3.org/2000/svg", "svg", null);
    } catch (ParserConfigurationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void checkSize(String what, int pixels) {
    if (pixels < SMALLEST || pixels > LARGEST) {
      throw new InputException(
          what + " " + pixels, "is not from " + SMALLEST + " to " + LARGEST + " pixels", "");
    }
  }

  /**
   * Unless the user says otherwise. With a display that is named but does not answer, as over a
   * broken connection, Java's graphics would wait for it.
   */
  private static void needNoDisplay() {
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
  }
}
