/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "simcamera/lk-sim-state.h"

#include "simcamera/lk-sim-state-private.h"

#include <string.h>

#define FACTORY_DAYS (365 * 20)

static const char *const ssl_names[] = { "disable", "enable", "enable-with-http" };
static const char *const cause_names[] = { "valid", "wrong-password", "needless-password", "no-key", "key-mismatch" };

static void
replace_bytes (GBytes **place, GBytes *bytes)
{
  g_clear_pointer (place, g_bytes_unref);
  *place = bytes;
}

/* Opening a PKCS#12 takes its time: only when the keys may have changed. */
static void
derive (LkSimState *self)
{
  g_clear_pointer (&self->external, lk_sim_key_pair_unref);
  g_clear_pointer (&self->self_signed, lk_sim_key_pair_unref);
  g_clear_pointer (&self->factory, lk_sim_key_pair_unref);
  if (self->memory.server_file != NULL)
    self->external = lk_sim_key_pair_open (self->memory.server_file, self->memory.key_password);
  if (self->memory.self_signed != NULL)
    self->self_signed = lk_sim_key_pair_open (self->memory.self_signed, NULL);
  self->factory = lk_sim_key_pair_open (self->memory.factory, NULL);
}

/* What TLS does now goes on for a while. */
static void
hold_tls (LkSimState *self)
{
  gint64 now = g_get_monotonic_time ();

  if (self->tls_delay_ms == 0)
    return;
  if (now >= self->held_until_us)
    {
      lk_sim_tls_setup_clear (&self->held);
      lk_sim_state_fill_tls_setup (self, &self->held);
    }
  self->held_until_us = now + (gint64)self->tls_delay_ms * 1000;
}

static void
begin (LkSimState *self)
{
  hold_tls (self);
  if (self->has_before)
    lk_sim_memory_clear (&self->before);
  lk_sim_memory_copy (&self->before, &self->memory);
  self->has_before = TRUE;
}

static void
save (LkSimState *self)
{
  g_autoptr (GError) error = NULL;

  if (self->folder != NULL && !lk_sim_memory_save (&self->memory, self->folder, &error))
    lk_sim_record_add (self->record, "storage-failed", 0, "detail", error->message, NULL);
}

/* Ends a command that changed something: client authentication needs a server certificate, and goes
 * off without. */
static LkSimVerdict
finish (LkSimState *self, const char *what, const char *value, guint slot)
{
  g_autofree char *number = slot > 0 ? g_strdup_printf ("%u", slot) : NULL;

  lk_sim_record_add (self->record, "state", 0, "what", what, "slot", number, "value", value, NULL);
  if (self->memory.client_enabled && lk_sim_state_get_chosen (self) == NULL)
    {
      self->memory.client_enabled = FALSE;
      lk_sim_record_add (self->record, "state", 0, "what", "client-enabled", "value", "off", "why", "no server certificate", NULL);
    }
  save (self);
  return LK_SIM_DONE;
}

static LkSimVerdict
stop (LkSimState *self, LkSimVerdict verdict, const char *what, const char *why)
{
  lk_sim_record_add (self->record, verdict == LK_SIM_DROPPED ? "dropped" : "refused", 0, "what", what, "why", why, NULL);
  return verdict;
}

static void
make_factory (LkSimState *self)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC + self->memory.clock_offset_s;

  replace_bytes (&self->memory.factory, lk_sim_key_pair_generate ("127.0.0.1", FACTORY_DAYS, now));
}

LkSimState *
lk_sim_state_new (const LkSimStateOptions *options, LkSimRecord *record, GError **error)
{
  g_autoptr (LkSimState) self = g_new0 (LkSimState, 1);
  g_autoptr (GError) load_error = NULL;

  g_mutex_init (&self->mutex);
  self->record = lk_sim_record_ref (record);
  self->folder = g_strdup (options->folder);
  self->model = g_strdup (options->model);
  self->firmware = g_strdup (options->firmware);
  self->date_format = g_strdup (options->date_format);
  self->need_password = g_strdup (options->need_password);
  self->slots = CLAMP (options->slots, 1, LK_SIM_MAX_TRUSTED);
  self->key_password_max = options->key_password_max;
  self->memory.ssl = options->first_ssl;
  if (self->folder != NULL && !lk_sim_memory_load (&self->memory, self->folder, &load_error) &&
      load_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&load_error));
      return NULL;
    }
  if (options->clock_offset_s != NULL)
    self->memory.clock_offset_s = *options->clock_offset_s;
  if (self->memory.factory == NULL)
    make_factory (self);
  derive (self);
  if (self->folder != NULL && !lk_sim_memory_save (&self->memory, self->folder, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
lk_sim_state_free (LkSimState *self)
{
  if (self == NULL)
    return;
  lk_sim_memory_clear (&self->memory);
  if (self->has_before)
    lk_sim_memory_clear (&self->before);
  g_clear_pointer (&self->external, lk_sim_key_pair_unref);
  g_clear_pointer (&self->self_signed, lk_sim_key_pair_unref);
  g_clear_pointer (&self->factory, lk_sim_key_pair_unref);
  lk_sim_tls_setup_clear (&self->held);
  lk_sim_record_unref (self->record);
  g_free (self->sound_pin);
  g_free (self->unusable_pin);
  g_free (self->folder);
  g_free (self->model);
  g_free (self->firmware);
  g_free (self->date_format);
  g_free (self->need_password);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

LkSimVerdict
lk_sim_state_apply (LkSimState *self, const LkSimChange *change)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  gboolean chosen_before = self->memory.self_signed_chosen;

  if (change->self_signed_chosen >= 0)
    self->memory.self_signed_chosen = change->self_signed_chosen != 0;
  if (change->client_enabled > 0 && lk_sim_state_get_chosen (self) == NULL)
    {
      self->memory.self_signed_chosen = chosen_before;
      return stop (self, LK_SIM_REFUSED, "client-enabled", "no server certificate");
    }
  self->memory.self_signed_chosen = chosen_before;

  begin (self);
  if (change->self_signed_chosen >= 0)
    {
      self->memory.self_signed_chosen = change->self_signed_chosen != 0;
      finish (self, "server-option", change->self_signed_chosen ? "self-signed" : "external", 0);
    }
  if (change->ssl >= 0)
    {
      self->memory.ssl = (LkSimSsl)change->ssl;
      finish (self, "ssl-function", ssl_names[change->ssl], 0);
    }
  if (change->client_enabled >= 0)
    {
      self->memory.client_enabled = change->client_enabled != 0;
      finish (self, "client-enabled", change->client_enabled ? "on" : "off", 0);
    }
  return LK_SIM_DONE;
}

LkSimVerdict
lk_sim_state_import_ca (LkSimState *self, guint slot, GBytes *file)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GBytes *taken;
  gnutls_x509_crt_t certificate;
  g_autofree char *fingerprint = NULL;

  if (slot < 1 || slot > self->slots)
    return stop (self, LK_SIM_REFUSED, "trusted-ca", "no such slot");
  taken = lk_sim_ca_take (file);
  if (taken == NULL)
    return stop (self, LK_SIM_DROPPED, "trusted-ca", "not a CA certificate in PEM");
  certificate = lk_sim_ca_parse (taken);
  fingerprint = lk_sim_certificate_dup_sha256 (certificate);
  gnutls_x509_crt_deinit (certificate);
  begin (self);
  replace_bytes (&self->memory.trusted[slot - 1], taken);
  return finish (self, "trusted-ca", fingerprint, slot);
}

LkSimVerdict
lk_sim_state_delete_ca (LkSimState *self, guint slot)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (slot < 1 || slot > self->slots || self->memory.trusted[slot - 1] == NULL)
    return stop (self, LK_SIM_REFUSED, "trusted-ca", "nothing is there to delete");
  begin (self);
  replace_bytes (&self->memory.trusted[slot - 1], NULL);
  return finish (self, "trusted-ca", "deleted", slot);
}

static LkSimVerdict
finish_server (LkSimState *self)
{
  g_autofree char *pin = NULL;
  LkSimVerdict verdict = finish (self, "server-certificate", NULL, 0);
  LkSimKeyPair *serving = lk_sim_state_get_chosen (self);

  pin = lk_sim_key_pair_dup_pin (serving != NULL ? serving : self->factory);
  if (self->sound_pin != NULL && g_strcmp0 (pin, self->sound_pin) != 0)
    {
      g_clear_pointer (&self->sound_pin, g_free);
      g_free (self->unusable_pin);
      self->unusable_pin = g_strdup (pin);
    }
  lk_sim_record_add (self->record, "server", 0, "status",
                     self->external != NULL ? cause_names[self->external->cause] : "none",
                     "served-pin", pin, NULL);
  return verdict;
}

LkSimVerdict
lk_sim_state_import_server (LkSimState *self, GBytes *file)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autoptr (LkSimKeyPair) pair = lk_sim_key_pair_open (file, self->memory.key_password);

  if (pair == NULL)
    return stop (self, LK_SIM_DROPPED, "server-certificate", "neither PKCS#12 nor PEM");
  begin (self);
  replace_bytes (&self->memory.server_file, g_bytes_ref (file));
  self->memory.self_signed_chosen = FALSE;
  g_clear_pointer (&self->external, lk_sim_key_pair_unref);
  self->external = g_steal_pointer (&pair);
  return finish_server (self);
}

LkSimVerdict
lk_sim_state_delete_server (LkSimState *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GBytes **place =
    self->memory.self_signed_chosen ? &self->memory.self_signed : &self->memory.server_file;

  if (*place == NULL)
    return stop (self, LK_SIM_REFUSED, "server-certificate", "nothing is there to delete");
  begin (self);
  replace_bytes (place, NULL);
  derive (self);
  return finish_server (self);
}

LkSimVerdict
lk_sim_state_set_key_password (LkSimState *self, LkSecret *password)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (password != NULL &&
      g_utf8_strlen (lk_secret_get_text (password), -1) > (glong)self->key_password_max)
    return stop (self, LK_SIM_REFUSED, "key-password", "too long");
  if (password != NULL && !g_utf8_validate (lk_secret_get_text (password), -1, NULL))
    return stop (self, LK_SIM_REFUSED, "key-password", "not UTF-8");
  begin (self);
  g_clear_pointer (&self->memory.key_password, lk_secret_unref);
  if (!lk_secret_is_empty (password))
    self->memory.key_password = lk_secret_ref (password);
  derive (self);
  return finish_server (self);
}

LkSimVerdict
lk_sim_state_generate (LkSimState *self, const char *common_name, guint days)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC + self->memory.clock_offset_s;

  if (*common_name == '\0' || strlen (common_name) > 64 || days < 1 || days > 36500)
    return stop (self, LK_SIM_REFUSED, "self-signed", "needs a common name of at most 64 characters and 1 to 36500 days");
  begin (self);
  replace_bytes (&self->memory.self_signed, lk_sim_key_pair_generate (common_name, days, now));
  self->memory.self_signed_chosen = TRUE;
  derive (self);
  return finish_server (self);
}

LkSimVerdict
lk_sim_state_set_clock (LkSimState *self, gint64 now)
{
  lk_sim_state_set_clock_offset (self, now - g_get_real_time () / G_USEC_PER_SEC);
  return LK_SIM_DONE;
}

GBytes *
lk_sim_state_ref_keystore (LkSimState *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->memory.keystore != NULL ? g_bytes_ref (self->memory.keystore) : NULL;
}

static gboolean
is_same (GBytes *a, GBytes *b)
{
  return a == b || (a != NULL && b != NULL && g_bytes_equal (a, b));
}

static void
take_trusted (LkSimState *self, guint slot, GBytes *pem)
{
  g_autofree char *fingerprint = NULL;

  if (is_same (self->memory.trusted[slot - 1], pem))
    return;
  if (pem != NULL)
    {
      gnutls_x509_crt_t certificate = lk_sim_ca_parse (pem);

      fingerprint = lk_sim_certificate_dup_sha256 (certificate);
      gnutls_x509_crt_deinit (certificate);
    }
  replace_bytes (&self->memory.trusted[slot - 1], pem != NULL ? g_bytes_ref (pem) : NULL);
  finish (self, "trusted-ca", pem != NULL ? fingerprint : "deleted", slot);
}

static void
take_without (LkSimState *self, LkSimWithout without)
{
  static const char *const names[] = { "all", "without 1.2", "without 1.3", "none" };

  if (self->memory.without == without)
    return;
  self->memory.without = without;
  finish (self, "tls-versions", names[without], 0);
}

LkSimVerdict
lk_sim_state_set_keystore (LkSimState *self, const LkSimKeystore *keystore)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  begin (self);
  replace_bytes (&self->memory.keystore, g_bytes_ref (keystore->keystore));
  take_without (self, keystore->without);
  for (guint slot = 1; slot <= self->slots; slot++)
    take_trusted (self, slot, keystore->trusted[slot - 1]);
  if (is_same (self->memory.server_file, keystore->server_file))
    {
      save (self);
      return LK_SIM_DONE;
    }
  replace_bytes (&self->memory.server_file,
                 keystore->server_file != NULL ? g_bytes_ref (keystore->server_file) : NULL);
  g_clear_pointer (&self->memory.key_password, lk_secret_unref);
  self->memory.self_signed_chosen = FALSE;
  derive (self);
  return finish_server (self);
}

void
lk_sim_state_set_tls_delay (LkSimState *self, guint delay_ms)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->tls_delay_ms = delay_ms;
}

void
lk_sim_state_go_back (LkSimState *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (!self->has_before)
    return;
  lk_sim_memory_clear (&self->memory);
  lk_sim_memory_copy (&self->memory, &self->before);
  derive (self);
  finish (self, "everything", "as before the last command", 0);
}

void
lk_sim_state_set_clock_offset (LkSimState *self, gint64 offset_s)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, offset_s);

  begin (self);
  self->memory.clock_offset_s = offset_s;
  finish (self, "clock-offset", text, 0);
}

void
lk_sim_state_change_key (LkSimState *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  begin (self);
  make_factory (self);
  replace_bytes (&self->memory.self_signed, g_bytes_ref (self->memory.factory));
  self->memory.self_signed_chosen = TRUE;
  derive (self);
  finish_server (self);
}

void
lk_sim_state_spoil_next_key (LkSimState *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  LkSimKeyPair *serving = lk_sim_state_get_chosen (self);

  g_free (self->sound_pin);
  self->sound_pin = lk_sim_key_pair_dup_pin (serving != NULL ? serving : self->factory);
}

void
lk_sim_state_set_door (LkSimState *self, LkSimDoor door)
{
  static const char *const names[] = { "as set", "refuses everybody", "asks nobody", "lets everybody in", "names others" };
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->door = door;
  lk_sim_record_add (self->record, "state", 0, "what", "door", "value", names[door], NULL);
}
