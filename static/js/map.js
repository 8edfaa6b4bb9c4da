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

  // Zoom levels: a country any smaller is one heap; from 7 to 9 names of districts and of provinces stand side by side.
  const [COUNTRY_FROM, DISTRICTS_FROM, PROVINCES_TO] = [5, 7, 9];

  const apart = (a, b) => a[0] >= b[2] || a[2] <= b[0] || a[1] >= b[3] || a[3] <= b[1];

  // Names on the drawn ground, each at its marker or at a dot of its own, the fullest places first; what would lie on another
  // name, a marker or a control waits for a closer look.
  function names(map, rows, group) {
    const pane = map.createPane("names");
    pane.setAttribute("aria-hidden", "true");
    const made = (className, textContent = "") => {
      const element = Object.assign(document.createElement("span"), { className, textContent });
      pane.append(element);
      return element;
    };
    const labels = rows.map((row) => {
      const label = made(row.large ? "map-name map-name-large" : "map-name", row.name);
      return { ...row, label, dot: made("map-dot"), width: label.offsetWidth, height: label.offsetHeight };
    });
    const draw = () => {
      const corner = map.containerPointToLayerPoint([0, 0]);
      const end = corner.add(map.getSize());
      const frame = map.getContainer().getBoundingClientRect();
      const markers = [...map.getPane("markerPane").querySelectorAll(":scope > :not(.map-you)")].map((element) => {
        const { x, y } = L.DomUtil.getPosition(element);
        const radius = element.offsetWidth / 2 - element.clientLeft + 2; // without the clear edge that makes it easy to hit
        return [x - radius, y - radius, x + radius, y + radius];
      });
      const controls = [...map.getContainer().querySelectorAll(".leaflet-control")].map((element) => {
        const box = element.getBoundingClientRect();
        const [x, y] = [corner.x - frame.x, corner.y - frame.y];
        return [box.left + x, box.top + y, box.right + x, box.bottom + y];
      });
      const taken = [...markers, ...controls];
      const named = new Set();
      const free = (box) => box[0] >= corner.x && box[1] >= corner.y && box[2] <= end.x && box[3] <= end.y
        && taken.every((other) => apart(box, other));
      for (const { at, district, label, dot, width, height } of labels) {
        label.hidden = dot.hidden = true;
        if (district ? map.getZoom() < DISTRICTS_FROM : map.getZoom() > PROVINCES_TO) continue;
        const { x, y } = map.latLngToLayerPoint(at);
        const point = [x - 4, y - 4, x + 4, y + 4];
        const marker = markers.find((box) => !apart(point, box));
        if (marker ? named.has(marker) : !free(point)) continue;
        const own = marker ?? point;
        const [middle, centre] = [(own[0] + own[2] - width) / 2, (own[1] + own[3] - height) / 2];
        const spots = [[middle, own[3]], [middle, own[1] - height], [own[2], centre], [own[0] - width, centre]];
        const spot = spots.find(([left, top]) => free([left, top, left + width, top + height]));
        if (!spot) continue;
        label.hidden = false;
        dot.hidden = Boolean(marker);
        named.add(marker);
        L.DomUtil.setPosition(label, L.point(spot).round());
        L.DomUtil.setPosition(dot, L.point(x, y).round());
        taken.push(point, [spot[0], spot[1], spot[0] + width, spot[1] + height]);
      }
      pane.hidden = false;
    };
    map.on("zoomstart", () => { pane.hidden = true; });
    map.on("moveend zoomend resize", draw);
    group.on("animationend spiderfied unspiderfied", draw);
    draw();
  }

  function area(row, words) {
    const size = Math.round(44 + 12 * Math.log10(row.count));
    const label = `${row.name}: ${fill(words.many, { n: row.count })}`;
    const marker = L.marker(row.at, { icon: icon("map-cluster", label, size, String(row.count)) });
    return marker.on("click keypress", () => { location.href = row.url; });
  }

  // Return the map, drawn into the frame, which is to be seen.
  function draw(frame, data) {
    const words = frame.dataset;
    const box = frame.querySelector(".map");
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", words.label);
    const map = L.map(box, {
      zoomControl: false, attributionControl: false, scrollWheelZoom: false, minZoom: 4, maxZoom: 18,
      zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, inertia: !still,
    });
    L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
    const scale = L.control.scale({ imperial: false, maxWidth: 140 }).addTo(map);
    scale.getContainer().firstElementChild.className = "map-scale"; // the library's own has a white shadow in the dark too
    if (words.tiles) L.tileLayer(words.tiles, { maxZoom: 18 }).addTo(map);
    const group = L.markerClusterGroup({
      animate: !still, showCoverageOnHover: false, maxClusterRadius: 72, spiderfyDistanceMultiplier: 1.9,
      iconCreateFunction: (cluster) => {
        const n = cluster.getChildCount();
        return icon("map-cluster", fill(words.many, { n }), Math.round(44 + 12 * Math.log10(n)), String(n));
      },
    });
    for (const point of data.points) {
      const name = point.near ? `${point.name}, ${point.place} (${words.near})` : `${point.name}, ${point.address || point.place}`;
      const look = point.near ? "map-halo" : "map-point";
      const marker = L.marker(point.at, { icon: icon(look, name, point.near ? 72 : 44) });
      if (point.near) marker.icons = { unspiderfied: marker.options.icon, spiderfied: icon(look, name, 44) };
      const popup = L.popup({ closeButton: true, autoPanPadding: [24, 24] }).setContent(said(point, words));
      group.addLayer(marker.bindPopup(popup));
    }
    group.on("spiderfied unspiderfied", ({ type, markers }) => { // what lies together and was taken apart lies closer
      for (const marker of markers) if (marker.icons) marker.setIcon(marker.icons[type]);
    });
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
      L.marker(here, { icon: icon("map-you", words.you, 88), interactive: false, keyboard: false }).addTo(map);
    }
    const maxZoom = words.tiles ? 13 : 11; // where the ground is only names, the neighbours' belong to it
    map.fitBounds(L.latLngBounds(all), { padding: [40, 40], maxZoom, animate: false });
    if (map.getZoom() < COUNTRY_FROM) map.setView(data.names[0].at, DISTRICTS_FROM, { animate: false }); // the fullest province
    map.addLayer(group);
    for (const row of data.areas) area(row, words).addTo(map);
    if (!words.tiles) names(map, data.names, group);
    return map;
  }

  for (const frame of document.querySelectorAll("[data-map]")) {
    const words = frame.dataset;
    const button = frame.querySelector("button");
    const word = button.querySelector("span");
    const show = word.textContent;
    const status = frame.querySelector("[role=status]");
    const body = frame.querySelector("div");
    let map = null;
    const say = (text, heard = false) => {
      status.classList.toggle("visually-hidden", heard); // what can be seen anyway
      status.textContent = text;
    };
    const turn = (open) => {
      body.hidden = !open;
      word.textContent = open ? words.hide : show;
    };
    button.hidden = false;
    button.addEventListener("click", async () => {
      if (map) {
        turn(body.hidden);
        if (!body.hidden) map.invalidateSize();
        say(body.hidden ? words.closed : words.ready, true);
        return;
      }
      button.disabled = true;
      say(words.loading);
      try {
        const asked = fetch(words.points, { headers: { Accept: "application/json" } });
        const styles = [words.style, words.clusterStyle].map((href) => load("link", { rel: "stylesheet", href }));
        if (!window.L) await load("script", { src: words.script });
        await Promise.all([load("script", { src: words.clusterScript }), ...styles]);
        const answer = await asked;
        if (!answer.ok) throw new Error(String(answer.status));
        const data = await answer.json();
        turn(true);
        map = draw(frame, data);
        say(words.ready, true);
        frame.querySelector(".map").focus({ preventScroll: true });
      } catch {
        turn(false);
        say(words.failed);
      }
      button.disabled = false;
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
    section.querySelector("[hidden]").hidden = false;
    button.addEventListener("click", () => {
      status.textContent = section.dataset.asking;
      navigator.geolocation.getCurrentPosition(({ coords }) => {
        here = [coords.latitude, coords.longitude].map((degrees) => Math.round(degrees * 100) / 100);
        const rows = [...list.children].map((row) => [distance(here, row.dataset.at.split(",").map(Number)), row]);
        rows.sort(([a], [b]) => a - b);
        for (const [km, row] of rows) {
          const link = row.querySelector("a");
          link.nextElementSibling?.remove();
          const far = fill(section.dataset.distance, { km: Math.max(1, Math.round(km)) });
          link.after(Object.assign(document.createElement("span"), { className: "row-facts", textContent: far }));
          row.classList.remove("counts-home"); // nearest first, whichever it is
          list.append(row);
        }
        status.textContent = section.dataset.sorted;
        list.querySelector("a").focus();
      }, () => { status.textContent = section.dataset.refused; }, { timeout: 20000, maximumAge: 600000 });
    });
  }
})();
