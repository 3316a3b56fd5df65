/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The state as the faces and the TLS side see it. */

#include "config.h"

#include "simcamera/lk-sim-state-private.h"

#include <string.h>

LkSimKeyPair *
lk_sim_state_get_chosen (LkSimState *self)
{
  LkSimKeyPair *pair = self->memory.self_signed_chosen ? self->self_signed : self->external;

  return pair != NULL && pair->cause == LK_SIM_CAUSE_VALID ? pair : NULL;
}

static LkSimStatus
status_of (LkSimState *self)
{
  if (lk_sim_state_get_chosen (self) != NULL)
    return LK_SIM_STATUS_VALID;
  if (self->memory.self_signed_chosen || self->external != NULL)
    return LK_SIM_STATUS_INVALID;
  return LK_SIM_STATUS_NONE;
}

static void
describe_server (LkSimState *self, LkSimDescription *description)
{
  LkSimKeyPair *pair = self->memory.self_signed_chosen ? self->self_signed : self->external;

  if (pair == NULL)
    return;
  if (pair->n_chain > 0)
    {
      lk_sim_description_init (description, pair->chain[0], self->date_format);
      return;
    }
  description->issuer = g_strdup (self->need_password);
  description->subject = g_strdup (self->need_password);
  description->period = g_strdup (self->need_password);
  description->extended_key_usage = g_strdup (self->need_password);
}

LkSimTab *
lk_sim_state_dup_tab (LkSimState *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  LkSimTab *tab = g_new0 (LkSimTab, 1);

  tab->model = g_strdup (self->model);
  tab->firmware = g_strdup (self->firmware);
  tab->ssl = self->memory.ssl;
  tab->self_signed_chosen = self->memory.self_signed_chosen;
  tab->status = status_of (self);
  describe_server (self, &tab->server);
  tab->key_password_set = self->memory.key_password != NULL;
  tab->client_enabled = self->memory.client_enabled;
  tab->slots = self->slots;
  for (guint i = 0; i < self->slots; i++)
    {
      gnutls_x509_crt_t certificate =
        self->memory.trusted[i] != NULL ? lk_sim_ca_parse (self->memory.trusted[i]) : NULL;

      if (certificate == NULL)
        continue;
      lk_sim_description_init (&tab->trusted[i], certificate, self->date_format);
      gnutls_x509_crt_deinit (certificate);
    }
  return tab;
}

void
lk_sim_tab_free (LkSimTab *tab)
{
  if (tab == NULL)
    return;
  g_free (tab->model);
  g_free (tab->firmware);
  lk_sim_description_clear (&tab->server);
  for (guint i = 0; i < LK_SIM_MAX_TRUSTED; i++)
    lk_sim_description_clear (&tab->trusted[i]);
  g_free (tab);
}

LkSimSsl
lk_sim_state_get_ssl (LkSimState *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->memory.ssl;
}

gint64
lk_sim_state_get_now (LkSimState *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_get_real_time () / G_USEC_PER_SEC + self->memory.clock_offset_s;
}

char *
lk_sim_state_dup_pin (LkSimState *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  LkSimKeyPair *pair = lk_sim_state_get_chosen (self);

  return lk_sim_key_pair_dup_pin (pair != NULL ? pair : self->factory);
}

void
lk_sim_state_fill_tls_setup (LkSimState *self, LkSimTlsSetup *setup)
{
  LkSimKeyPair *pair = lk_sim_state_get_chosen (self);
  g_autofree char *pin = lk_sim_key_pair_dup_pin (pair != NULL ? pair : self->factory);

  memset (setup, 0, sizeof *setup);
  setup->has_unusable_key = pin != NULL && g_strcmp0 (pin, self->unusable_pin) == 0;
  setup->server = lk_sim_key_pair_ref (pair != NULL ? pair : self->factory);
  setup->client_required = self->memory.client_enabled;
  setup->without = self->memory.without;
  setup->door = self->door;
  setup->now = g_get_real_time () / G_USEC_PER_SEC + self->memory.clock_offset_s;
  for (guint i = 0; i < self->slots; i++)
    {
      gnutls_x509_crt_t certificate =
        self->memory.trusted[i] != NULL ? lk_sim_ca_parse (self->memory.trusted[i]) : NULL;

      if (certificate != NULL)
        setup->trusted[setup->n_trusted++] = certificate;
    }
}

/* A copy with references of its own. */
static void
copy_tls_setup (const LkSimTlsSetup *from, LkSimTlsSetup *to)
{
  *to = *from;
  lk_sim_key_pair_ref (to->server);
  for (guint i = 0; i < from->n_trusted; i++)
    {
      gnutls_datum_t der = { NULL, 0 };

      gnutls_x509_crt_export2 (from->trusted[i], GNUTLS_X509_FMT_DER, &der);
      gnutls_x509_crt_init (&to->trusted[i]);
      gnutls_x509_crt_import (to->trusted[i], &der, GNUTLS_X509_FMT_DER);
      gnutls_free (der.data);
    }
}

void
lk_sim_state_get_tls_setup (LkSimState *self, LkSimTlsSetup *setup)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (self->held.server != NULL && g_get_monotonic_time () < self->held_until_us)
    copy_tls_setup (&self->held, setup);
  else
    lk_sim_state_fill_tls_setup (self, setup);
}

void
lk_sim_tls_setup_clear (LkSimTlsSetup *setup)
{
  g_clear_pointer (&setup->server, lk_sim_key_pair_unref);
  for (guint i = 0; i < setup->n_trusted; i++)
    gnutls_x509_crt_deinit (setup->trusted[i]);
  setup->n_trusted = 0;
}
