// Adds only: every step works without it. Words are kept on the phone, photos go one by one, a similar complaint is
// offered while one writes. Written for the browsers in old phones: no arrow functions, no fetch.
(function () {
  "use strict";
  document.documentElement.classList.add("scripted");

  var store = {
    get: function (name) { try { return window.localStorage.getItem(name); } catch (fault) { return null; } },
    set: function (name, text) { try { window.localStorage.setItem(name, text); return true; } catch (fault) { return false; } },
    drop: function (name) { try { window.localStorage.removeItem(name); } catch (fault) { /* private mode */ } }
  };
  var KEPT = "anju-report";
  var KEPT_FOR = 2 * 24 * 3600 * 1000;

  function each(list, act) { Array.prototype.forEach.call(list, act); }

  function send(address, data, token, done) {
    var call = new XMLHttpRequest();
    call.open("POST", address);
    call.setRequestHeader("X-CSRFToken", token);
    call.onload = function () { done(call.status, call.responseText); };
    call.onerror = call.ontimeout = function () { done(0, ""); };
    call.timeout = 120000;
    call.send(data);
  }

  var faults = document.querySelector("[data-focus]");
  if (faults) { faults.focus(); }
  if (document.querySelector("[data-filed]")) { store.drop(KEPT); }
  each(document.querySelectorAll("form[action$='/discard/']"), function (end) {
    end.addEventListener("submit", function () { store.drop(KEPT); });
  });
  var form = document.querySelector("form[data-report]");
  if (!form) { return; }
  var token = form.elements.csrfmiddlewaretoken.value;
  var kept = document.querySelector("[data-kept]");

  // ---- one tap sends once; without a network nothing is lost ----
  var uploads = 0, waiting = null;
  form.addEventListener("submit", function (event) {
    if (navigator.onLine === false) {
      event.preventDefault();
      say(form.getAttribute("data-offline"));
      return;
    }
    if (form.getAttribute("data-gone")) { event.preventDefault(); return; }
    if (uploads) {
      event.preventDefault();
      waiting = event.submitter || form.querySelector("[data-next], [name=different]");
      say(form.getAttribute("data-uploading"));
      return;
    }
    form.setAttribute("data-gone", "1");
    var button = form.querySelector(".go-on .filled");
    if (button) {
      button.style.width = button.offsetWidth + "px";
      button.setAttribute("aria-disabled", "true");
      button.textContent = form.getAttribute("data-busy");
    }
  });
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) { window.location.reload(); }
  });

  function say(text) {
    var line = kept || form.querySelector("[data-told]");
    if (!line) {
      line = document.createElement("p");
      line.setAttribute("data-told", "");
      form.querySelector(".go-on").parentNode.insertBefore(line, form.querySelector(".go-on"));
    }
    line.className = "kept warn";
    line.setAttribute("role", "alert");
    line.textContent = text;
    line.hidden = false;
  }

  // ---- what was written stays on the phone ----
  var words = form.elements.words, spot = form.elements.spot;
  function keep() {
    if (!words) { return; }
    var text = JSON.stringify({ estate: form.elements.estate.value, words: words.value, spot: spot.value, at: Date.now() });
    if (store.set(KEPT, text) && kept && words.value) { kept.hidden = false; }
  }
  function restore() {
    var text = store.get(KEPT), was;
    try { was = text && JSON.parse(text); } catch (fault) { was = null; }
    if (!was || was.estate !== form.elements.estate.value || Date.now() - was.at > KEPT_FOR) { return; }
    if (!words.value) { words.value = was.words || ""; }
    if (!spot.value) { spot.value = was.spot || ""; }
  }
  function count() {
    var counted = form.querySelector("[data-counted]"), length = words.value.length;
    counted.textContent = length ? words.getAttribute("data-count").replace("{n}", length) : "";
    counted.className = length > 1000 ? "over" : "";
  }

  // ---- the chosen box is framed; warnings of other leaves step back ----
  function chosen() {
    each(form.querySelectorAll(".choice"), function (box) {
      box.classList.toggle("is-on", box.querySelector("input").checked);
    });
    var topic = form.querySelector("input[name=topic]:checked");
    each(form.querySelectorAll("[data-elsewhere]"), function (line) {
      line.hidden = Boolean(topic) && line.getAttribute("data-elsewhere") !== topic.value;
    });
  }
  form.addEventListener("change", chosen);
  chosen();

  if (words) {
    restore();
    count();
    words.addEventListener("input", function () { count(); keep(); askSoon(); });
    spot.addEventListener("input", keep);
    form.addEventListener("change", function () { askSoon(); });
    words.style.minHeight = "148px";
  }

  // ---- somebody may have told of it already ----
  var place = document.querySelector("[data-alike-place]"), timer = null, asked = "";
  function askSoon() {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, 1200);
  }
  function ask() {
    var topic = form.querySelector("input[name=topic]:checked");
    if (!place || !topic || words.value.trim().length < 6) { return; }
    var question = topic.value + words.value;
    if (question === asked) { return; }
    asked = question;
    var data = new FormData();
    data.append("estate", form.elements.estate.value);
    data.append("topic", topic.value);
    data.append("words", words.value);
    send(form.getAttribute("data-alike"), data, token, function (status, html) {
      if (question !== asked || (status !== 200 && status !== 204)) { return; }
      place.innerHTML = status === 200 ? html : "";
      var next = form.querySelector("[data-next]");
      if (next) { next.hidden = status === 200; }
    });
  }

  // ---- photos go one by one while one writes ----
  var photos = document.querySelector("[data-photos]");
  if (!photos || !window.FormData) { return; }
  var input = photos.querySelector("input[type=file]"), list = photos.querySelector("[data-shots]");
  var add = photos.querySelector(".shot-add"), said = photos.querySelector("[data-said]");
  var pattern = photos.querySelector("[data-shot]"), queue = [];
  if (!pattern.content) { return; }

  input.addEventListener("change", function () {
    each(input.files, function (file) {
      if (list.querySelectorAll(".shot").length < Number(photos.getAttribute("data-most"))) { show(file); }
    });
    input.value = "";
    room();
    next();
  });

  function room() {
    add.hidden = list.querySelectorAll(".shot").length >= Number(photos.getAttribute("data-most"));
  }

  function show(file) {
    var tile = document.importNode(pattern.content.firstElementChild, true);
    var picture = tile.querySelector("img");
    if (window.URL && window.URL.createObjectURL) { picture.src = window.URL.createObjectURL(file); }
    picture.alt = file.name;
    list.insertBefore(tile, add);
    tile.querySelector("button").addEventListener("click", function () { drop(tile); });
    queue.push({ file: file, tile: tile });
    uploads += 1;
  }

  function next() {
    var job = queue.shift();
    if (!job || next.busy) { if (job) { queue.unshift(job); } return; }
    next.busy = true;
    var data = new FormData();
    data.append("photos", job.file, job.file.name);
    data.append("estate", form.elements.estate.value);
    send(photos.getAttribute("data-photos"), data, token, function (status, text) {
      next.busy = false;
      uploads -= 1;
      settle(job, status, text);
      if (!uploads && waiting) { var pressed = waiting; waiting = null; pressed.click(); }
      next();
    });
  }

  function settle(job, status, text) {
    var answer = {}, line = job.tile.querySelector("span");
    try { answer = JSON.parse(text); } catch (fault) { /* no answer of ours */ }
    if (status === 200 && answer.photo) {
      job.tile.setAttribute("data-photo", answer.photo);
      line.textContent = said.textContent = line.getAttribute("data-word");
      return;
    }
    var sentence = (answer.faults || [form.getAttribute("data-offline")]).join(" ");
    var fault = document.createElement("p");
    fault.className = "fault";
    fault.setAttribute("role", "alert");
    fault.textContent = sentence;
    photos.insertBefore(fault, list);
    list.removeChild(job.tile);
    room();
  }

  function drop(tile) {
    var key = tile.getAttribute("data-photo");
    if (key) { send(photos.getAttribute("data-photos") + key + "/drop/", new FormData(), token, function () {}); }
    list.removeChild(tile);
    room();
    input.focus();
  }
  each(list.querySelectorAll(".shot"), function (tile) {
    var button = tile.querySelector("button");
    button.type = "button";
    button.addEventListener("click", function () { drop(tile); });
  });
}());
