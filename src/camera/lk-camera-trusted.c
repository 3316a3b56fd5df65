/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-camera-private.h"

#include "base/lk-error.h"
#include "camera/lk-distinguished-name.h"

#include <string.h>

/* Whether the personal certificate of this connection would still be accepted by what stays
 * trusted. By names: the tab knows not every certificate whole. */
static gboolean
stays_accepted (LkCamera *self, const LkSslTabFields *fields, guint without_slot)
{
  LkIdentity *identity = lk_connection_get_identity (lk_camera_get_connection (self));
  GPtrArray *chain = identity != NULL ? lk_identity_get_chain (identity) : NULL;

  if (chain == NULL)
    return TRUE;
  for (guint i = 0; i < LK_MAX_TRUSTED; i++)
    for (guint j = 0; fields->trusted[i] != NULL && i + 1 != without_slot && j < chain->len; j++)
      {
        const char *issuer = lk_certificate_get_issuer (g_ptr_array_index (chain, j));

        if (lk_distinguished_name_equal (lk_tab_certificate_get_subject (fields->trusted[i]),
                                         issuer))
          return TRUE;
      }
  return FALSE;
}

/* While client authentication is on, the certificate in @slot may go only if others let this
 * computer in. */
static gboolean
check_slot_may_go (LkCamera *self, LkSslTab *before, guint slot, GError **error)
{
  const LkSslTabFields *fields = lk_ssl_tab_get_fields (before);

  if (!fields->client_enabled)
    return TRUE;
  if (lk_ssl_tab_count_trusted (before) <= 1)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_WOULD_LOCK_OUT,
                   "Trusted CA certificate %u is the last one and client authentication is on: nobody could connect any more. Disable client authentication first", slot);
      return FALSE;
    }
  if (!stays_accepted (self, fields, slot))
    {
      g_set_error (error, LK_ERROR, LK_ERROR_WOULD_LOCK_OUT,
                   "Only trusted CA certificate %u accepts the personal certificate in use: without it this computer could not connect any more. Disable client authentication first", slot);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_ca (LkCamera *self, LkCertificate *certificate, GError **error)
{
  LkCapabilities capabilities = lk_camera_get_capabilities (self);
  g_autofree char *pem = NULL;

  if (!lk_certificate_is_ca (certificate))
    {
      g_set_error (error, LK_ERROR, LK_ERROR_BAD_CERTIFICATE, "“%s” is not a CA certificate: %s. The camera would drop it without a word",
                   lk_certificate_get_title (certificate),
                   lk_certificate_has_basic_constraints_ca (certificate) ? "its key usage does not allow it to sign certificates"
                                                                         : "its basic constraints do not say CA");
      return FALSE;
    }
  pem = lk_certificate_to_pem (certificate);
  if (capabilities.certificate_max_bytes > 0 && strlen (pem) > capabilities.certificate_max_bytes)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_BAD_CERTIFICATE, "The certificate has %zu bytes as PEM and this camera takes at most %zu",
                   strlen (pem), capabilities.certificate_max_bytes);
      return FALSE;
    }
  return lk_camera_judge (
    self, &(LkJudgeContext){ .purpose = LK_JUDGE_AS_CA, .certificate = certificate }, error);
}

/* The slot to import into, 0 with an error. */
static guint
choose_slot (
  LkCamera *self, LkSslTab *before, guint slot, LkCertificate *certificate, GError **error)
{
  guint capacity = lk_ssl_tab_get_fields (before)->trusted_capacity;
  guint there = lk_ssl_tab_find_trusted (before, certificate);
  LkTabCertificate *replaced;

  if (there != 0)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_EXISTS, "“%s” is on the camera already, as trusted CA certificate %u",
                   lk_certificate_get_title (certificate), there);
      return 0;
    }
  if (slot == 0)
    {
      slot = lk_ssl_tab_find_free_slot (before);
      if (slot == 0)
        g_set_error (error, LK_ERROR, LK_ERROR_FULL, "The camera holds %u trusted CA certificates, and takes no more: delete one first", capacity);
      return slot;
    }
  if (slot > capacity)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_NOT_FOUND, "This camera has no trusted CA certificate %u: it takes %u", slot, capacity);
      return 0;
    }
  replaced = lk_ssl_tab_get_trusted (before, slot);
  if (replaced != NULL && lk_tab_certificate_get_certificate (replaced) == NULL)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_EXISTS, "Trusted CA certificate %u is “%s”, of which there is no copy to put back: delete it first",
                   slot, lk_tab_certificate_get_title (replaced));
      return 0;
    }
  return replaced == NULL || check_slot_may_go (self, before, slot, error) ? slot : 0;
}

static gboolean
send_ca (LkCamera *self, const LkChange *change, GCancellable *cancellable, GError **error)
{
  return LK_CAMERA_GET_CLASS (self)->import_ca (self, change->slot, change->certificate,
                                                cancellable, error);
}

static gboolean
is_ca_there (const LkChange *change, LkSslTab *before, LkSslTab *after)
{
  LkTabCertificate *shown = lk_ssl_tab_get_trusted (after, change->slot);

  if (lk_ssl_tab_find_trusted (after, change->certificate) != 0)
    return TRUE;
  /* A camera that prints its period in a way nobody can read still tells the name. */
  return shown != NULL && lk_tab_certificate_get_not_after (shown) == NULL &&
         lk_ssl_tab_get_trusted (before, change->slot) == NULL &&
         lk_distinguished_name_equal (lk_tab_certificate_get_subject (shown),
                                      lk_certificate_get_subject (change->certificate));
}

LkSslTab *
lk_camera_import_ca (
  LkCamera *self, guint slot, LkCertificate *certificate, GCancellable *cancellable, GError **error)
{
  LkChange change = {
    .send = send_ca,
    .is_done = is_ca_there,
    .refusal = "The camera took the file and dropped it without a word: the trusted CA certificate is not in its tab",
    .certificate = certificate,
  };
  g_autoptr (LkSslTab) before = NULL;

  g_return_val_if_fail (LK_IS_CAMERA (self), NULL);
  g_return_val_if_fail (LK_IS_CERTIFICATE (certificate), NULL);

  if (!check_ca (self, certificate, error))
    return NULL;
  before = lk_camera_read_tab (self, cancellable, error);
  if (before == NULL)
    return NULL;
  change.slot = choose_slot (self, before, slot, certificate, error);
  if (change.slot == 0 ||
      !lk_camera_keep_copy (self, "ca", lk_ssl_tab_get_trusted (before, change.slot), error) ||
      !lk_camera_record (self, "ca", certificate, error))
    return NULL;
  return lk_camera_carry_out (self, &change, before, cancellable, error);
}

static gboolean
send_delete_ca (LkCamera *self, const LkChange *change, GCancellable *cancellable, GError **error)
{
  return LK_CAMERA_GET_CLASS (self)->delete_ca (self, change->slot, cancellable, error);
}

/* By number: some cameras close the gap, so that the slot is taken again. */
static gboolean
is_one_less (const LkChange *change, LkSslTab *before, LkSslTab *after)
{
  return lk_ssl_tab_count_trusted (after) < lk_ssl_tab_count_trusted (before);
}

LkSslTab *
lk_camera_delete_ca (LkCamera *self, guint slot, GCancellable *cancellable, GError **error)
{
  LkChange change = {
    .send = send_delete_ca,
    .is_done = is_one_less,
    .refusal = "The camera agreed to delete the trusted CA certificate and still has it",
    .slot = slot,
  };
  g_autoptr (LkSslTab) before = NULL;

  g_return_val_if_fail (LK_IS_CAMERA (self), NULL);

  before = lk_camera_read_tab (self, cancellable, error);
  if (before == NULL)
    return NULL;
  if (lk_ssl_tab_get_trusted (before, slot) == NULL)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_NOT_FOUND, "Trusted CA certificate %u is not set", slot);
      return NULL;
    }
  if (!check_slot_may_go (self, before, slot, error) ||
      !lk_camera_keep_copy (self, "ca", lk_ssl_tab_get_trusted (before, slot), error))
    return NULL;
  return lk_camera_carry_out (self, &change, before, cancellable, error);
}
