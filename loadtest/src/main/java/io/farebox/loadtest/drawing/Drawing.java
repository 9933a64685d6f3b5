package io.farebox.loadtest.drawing;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A drawing (SVG) with panels of one width. */
public final class Drawing {
    /** Height of a panel. */
    public static final int PANEL = 160;

    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int GAP = 35;
    private static final int BOTTOM = 70;

    private final StringBuilder svg = new StringBuilder();
    private final int width;
    private final int height;
    private final int top;
    private int legendX = LEFT;

    /** A point of a line: how far it is along the common axis, from 0 to 1, and its value. */
    public record Point(double across, double value) {}

    /**
     * A drawing without panels.
     *
     * @param top pixels above the first panel
     * @param panels how many there will be
     */
    public Drawing(int width, int top, int panels, String title) {
        this.width = width;
        this.top = top;
        this.height = top + panels * PANEL + (panels - 1) * GAP + BOTTOM;
        add(
                "<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' viewBox='0 0 %d %d' "
                        + "font-family='sans-serif' font-size='12'>",
                width, height, width, height);
        add("<rect width='%d' height='%d' fill='white'/>", width, height);
        add("<text x='%d' y='20' font-size='15'>%s</text>", LEFT, title);
    }

    /** A frame in which lines are drawn. */
    public final class Panel {
        private final int top;
        private final Scale scale;

        private Panel(int top, Scale scale) {
            this.top = top;
            this.scale = scale;
        }

        /** Draws a line and names it; it is interrupted where a point is null. */
        public Panel line(String color, String name, List<@Nullable Point> points) {
            StringBuilder path = new StringBuilder();
            boolean drawing = false;
            for (Point point : points) {
                if (point != null) {
                    path.append(String.format(
                            Locale.ROOT, "%s%.1f %.1f", drawing ? "L" : "M", x(point.across), y(point.value)));
                }
                drawing = point != null;
            }
            add("<path d='%s' fill='none' stroke='%s' stroke-linecap='round' stroke-width='1.4'/>", path, color);
            legend(color, name);
            return this;
        }

        private double y(double value) {
            return top + PANEL - scale.of(value) * PANEL;
        }

        private void frame(String title) {
            add(
                    "<rect x='%d' y='%d' width='%d' height='%d' fill='none' stroke='#888'/>",
                    LEFT, top, width - LEFT - RIGHT, PANEL);
            add("<text x='%d' y='%d' fill='#444'>%s</text>", LEFT + 6, top + 15, title);
            for (Scale.Tick tick : scale.ticks()) {
                double y = y(tick.value());
                add("<line x1='%d' x2='%d' y1='%.1f' y2='%.1f' stroke='#ddd'/>", LEFT, width - RIGHT, y, y);
                add("<text x='%d' y='%.1f' text-anchor='end'>%s</text>", LEFT - 6, y + 4, tick.text());
            }
        }
    }

    /** Frames the panel of that place, from the top. */
    public Panel panel(int place, String title, Scale scale) {
        Panel panel = new Panel(top + place * (PANEL + GAP), scale);
        panel.frame(title);
        return panel;
    }

    /** Marks a span over all panels, with its name above. */
    public void band(double from, double to, String name) {
        double left = x(from);
        double right = Math.max(left + 1.5, x(to));
        int bottom = height - BOTTOM;
        add(
                "<rect x='%.1f' y='%d' width='%.1f' height='%d' fill='#ff7f0e' fill-opacity='0.16'/>",
                left, top, right - left, bottom - top);
        add("<line x1='%.1f' x2='%.1f' y1='%d' y2='%d' stroke='#ff7f0e'/>", left, left, top - 4, bottom);
        add("<text transform='translate(%.1f,%d) rotate(-60)' fill='#a04000'>%s</text>", left + 4, top - 6, name);
    }

    /** Writes below the panels what stands there on the common axis. */
    public void below(double across, String text) {
        add("<text x='%.1f' y='%d' text-anchor='middle'>%s</text>", x(across), height - BOTTOM + 18, text);
    }

    private void legend(String color, String name) {
        add(
                "<rect x='%d' y='%d' width='14' height='4' fill='%s'/><text x='%d' y='%d'>%s</text>",
                legendX, height - 24, color, legendX + 19, height - 18, name);
        legendX += 34 + 13 * name.length() / 2;
    }

    private double x(double across) {
        return LEFT + Math.max(0, Math.min(1, across)) * (width - LEFT - RIGHT);
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    /** The whole drawing. */
    @Override
    public String toString() {
        return svg + "</svg>\n";
    }
}
