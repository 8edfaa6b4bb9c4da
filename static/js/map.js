// A map beside a list, loaded on a press; and the list's districts sorted by distance, on a press too. Nothing is sent anywhere:
// the position is rounded, used here and forgotten. Without this file the lists say all of it.
(() => {
  "use strict";

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let here = null; // where the visitor is, to about a kilometre

  function load(name, attributes) {
    return new Promise((resolve, reject) => {
      const element = Object.assign(document.createElement(name), attributes);
      element.addEventListener("load", resolve);
      element.addEventListener("error", reject);
      document.head.append(element);
    });
  }

  // A marker in the house's look, named for screen readers.
  function icon(className, label, size, text = "") {
    const Named = L.DivIcon.extend({
      createIcon(old) {
        const element = L.DivIcon.prototype.createIcon.call(this, old);
        element.textContent = text;
        element.setAttribute("aria-label", label);
        return element;
      },
    });
    return new Named({ className, iconSize: [size, size], html: "" });
  }

  function said(point, words) {
    const box = document.createElement("div");
    const link = Object.assign(document.createElement("a"), { href: point.url, textContent: point.name, lang: point.lang });
    const facts = [point.address, point.place, point.near ? words.near : ""].filter(Boolean);
    const place = Object.assign(document.createElement("p"), { textContent: facts.join(", ") });
    box.append(link, place);
    return box;
  }

  const BELOW = 32; // pixels a name stands under its place, where the marker leaves room (see map.css)

  // Names on the drawn ground; what would lie on another name or on a marker waits for a closer look.
  function names(map, rows, marked) {
    const layer = L.layerGroup().addTo(map);
    const pane = map.createPane("names");
    pane.setAttribute("aria-hidden", "true");
    const draw = () => {
      layer.clearLayers();
      const taken = marked.map((at) => map.latLngToContainerPoint(at)).map(({ x, y }) => [x - 30, y - 30, x + 30, y + 30]);
      const clear = (box) => taken.every((other) =>
        box[0] >= other[2] || box[2] <= other[0] || box[1] >= other[3] || box[3] <= other[1]);
      for (const row of rows) {
        if (!map.getBounds().contains(row.at)) continue;
        const { x, y } = map.latLngToContainerPoint(row.at);
        const half = row.name.length * (row.large ? 6 : 4.5);
        const box = [x - half, y + BELOW - 10, x + half, y + BELOW + 14];
        if (!clear(box)) continue;
        taken.push(box);
        const label = icon(row.large ? "map-name map-name-large" : "map-name", row.name, 0, row.name);
        L.marker(row.at, { icon: label, interactive: false, keyboard: false, pane: "names" }).addTo(layer);
      }
    };
    map.on("moveend zoomend", draw);
    draw();
  }

  function area(row, words) {
    const size = Math.round(44 + 12 * Math.log10(row.count));
    const label = `${row.name}: ${fill(words.many, { n: row.count })}`;
    const marker = L.marker(row.at, { icon: icon("map-cluster", label, size, String(row.count)) });
    return marker.on("click keypress", () => { location.href = row.url; });
  }

  function draw(frame, data) {
    const words = frame.dataset;
    const box = frame.querySelector(".map");
    box.hidden = false;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", words.label);
    const map = L.map(box, {
      zoomControl: false, attributionControl: false, scrollWheelZoom: false, minZoom: 4, maxZoom: 18,
      zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, inertia: !still,
    });
    L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
    if (words.tiles) {
      L.tileLayer(words.tiles, { maxZoom: 18 }).addTo(map);
      const attribution = Object.assign(document.createElement("p"), { className: "hint", textContent: words.attribution });
      box.after(attribution);
    }
    const group = L.markerClusterGroup({
      animate: !still, showCoverageOnHover: false, maxClusterRadius: 56,
      iconCreateFunction: (cluster) => {
        const n = cluster.getChildCount();
        return icon("map-cluster", fill(words.many, { n }), Math.round(44 + 12 * Math.log10(n)), String(n));
      },
    });
    for (const point of data.points) {
      const name = point.near ? `${point.name}, ${point.place} (${words.near})` : `${point.name}, ${point.address || point.place}`;
      const marker = L.marker(point.at, { icon: icon(point.near ? "map-halo" : "map-point", name, point.near ? 72 : 44) });
      const popup = L.popup({ closeButton: true, autoPanPadding: [24, 24] }).setContent(said(point, words));
      group.addLayer(marker.bindPopup(popup));
    }
    map.on("popupopen", (event) => {
      const close = event.popup.getElement().querySelector(".leaflet-popup-close-button");
      close.setAttribute("aria-label", words.close);
      event.popup.getElement().querySelector("a").focus();
    });
    box.addEventListener("keydown", (event) => { if (event.key === "Escape") map.closePopup(); });
    map.on("popupclose", (event) => event.popup._source?.getElement()?.focus());
    const all = [...data.points, ...data.areas].map((row) => row.at);
    if (here) {
      all.push(here);
      L.marker(here, { icon: icon("map-you", words.you, 24), interactive: false, keyboard: false }).addTo(map);
    }
    map.fitBounds(L.latLngBounds(all), { padding: [48, 48], maxZoom: 13, animate: false });
    map.addLayer(group);
    for (const row of data.areas) area(row, words).addTo(map);
    if (!words.tiles) names(map, data.names, [...data.points, ...data.areas].map((row) => row.at));
  }

  for (const frame of document.querySelectorAll("[data-map]")) {
    const button = frame.querySelector("button");
    const status = frame.querySelector("[role=status]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      const words = frame.dataset;
      button.disabled = true;
      status.textContent = words.loading;
      try {
        const asked = fetch(words.points, { headers: { Accept: "application/json" } });
        const styles = [words.style, words.clusterStyle].map((href) => load("link", { rel: "stylesheet", href }));
        if (!window.L) await load("script", { src: words.script });
        await Promise.all([load("script", { src: words.clusterScript }), ...styles]);
        const answer = await asked;
        if (!answer.ok) throw new Error(String(answer.status));
        draw(frame, await answer.json());
        button.hidden = true;
        status.textContent = words.ready;
        frame.querySelector(".map").focus({ preventScroll: true });
      } catch {
        button.disabled = false;
        status.textContent = words.failed;
      }
    });
  }

  // Kilometres between two positions in degrees.
  function distance([a, b], [c, d]) {
    const rad = Math.PI / 180;
    const x = (d - b) * rad * Math.cos(((a + c) / 2) * rad);
    return 6371 * Math.hypot(x, (c - a) * rad);
  }

  for (const section of document.querySelectorAll("[data-near-list]")) {
    const button = section.querySelector("button");
    const status = section.querySelector("[role=status]");
    const list = section.querySelector("ul");
    if (!navigator.geolocation) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      status.textContent = section.dataset.asking;
      navigator.geolocation.getCurrentPosition(({ coords }) => {
        here = [coords.latitude, coords.longitude].map((degrees) => Math.round(degrees * 100) / 100);
        const rows = [...list.children].map((row) => [distance(here, row.dataset.at.split(",").map(Number)), row]);
        rows.sort(([a], [b]) => a - b);
        for (const [km, row] of rows) {
          const facts = row.querySelector(".row-facts");
          facts.dataset.count ??= facts.textContent;
          facts.textContent = `${facts.dataset.count} · ${fill(section.dataset.distance, { km: Math.max(1, Math.round(km)) })}`;
          list.append(row);
        }
        status.textContent = section.dataset.sorted;
        list.querySelector("a").focus();
      }, () => { status.textContent = section.dataset.refused; }, { timeout: 20000, maximumAge: 600000 });
    });
  }
})();
