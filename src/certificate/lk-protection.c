/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What an AlgorithmIdentifier says of how something is encrypted (RFC 8018, RFC 7292 appendix
 * C). */

#include "config.h"

#include "certificate/lk-oid.h"
#include "certificate/lk-pkcs12.h"

#include <inttypes.h>

#include <glib/gi18n-lib.h>

#define OID_PBES2  "1.2.840.113549.1.5.13"
#define OID_PBKDF2 "1.2.840.113549.1.5.12"
#define OID_SCRYPT "1.3.6.1.4.1.11591.4.11"

static char *
take_oid (LkDer *der)
{
  LkDerItem item;

  return lk_der_take (der, LK_DER_OID, &item) ? lk_der_dup_oid (&item) : NULL;
}

/* RFC 8018: a positive INTEGER; anything else counts as endless, since readers take it for a large
 * one. */
static guint64
take_iterations (LkDer *der)
{
  LkDerItem item;
  gint64 iterations;

  if (!lk_der_take (der, LK_DER_INTEGER, &item))
    return 0;
  return lk_der_get_int (&item, &iterations) && iterations >= 0 ? (guint64)iterations : G_MAXINT64;
}

static char *
dup_name (const char *oid)
{
  const char *name = lk_oid_get_name (oid);

  return g_strdup (name != NULL ? name : oid);
}

/* salt, iterations, optional length, optional function (HMAC with SHA-1 when left out) */
static void
read_pbkdf2 (LkProtection *self, LkDer parameters)
{
  LkDerItem item;
  LkDer inside;
  g_autofree char *prf = NULL, *name = NULL;

  if (!lk_der_take (&parameters, LK_DER_SEQUENCE, &item))
    return;
  inside = lk_der_enter (&item);
  lk_der_next (&inside, &item);
  self->iterations = take_iterations (&inside);
  lk_der_take (&inside, LK_DER_INTEGER, &item);
  if (lk_der_take (&inside, LK_DER_SEQUENCE, &item))
    {
      LkDer function = lk_der_enter (&item);

      prf = take_oid (&function);
    }
  name = dup_name (prf != NULL ? prf : "1.2.840.113549.2.7");
  g_free (self->kdf);
  self->kdf = g_strdup_printf ("PBKDF2, %s", name);
}

/* RFC 7914 7.1: salt, cost, block size, … What is counted as rounds is the cost. */
static void
read_scrypt (LkProtection *self, LkDer parameters)
{
  LkDerItem item;
  LkDer inside;

  if (!lk_der_take (&parameters, LK_DER_SEQUENCE, &item))
    return;
  inside = lk_der_enter (&item);
  lk_der_next (&inside, &item);
  self->iterations = take_iterations (&inside);
}

/* RC2, 3DES, DES */
static const char *const old_ciphers[] = { "1.2.840.113549.3.2", "1.2.840.113549.3.7", "1.3.14.3.2.7", NULL };

static void
read_pbes2 (LkProtection *self, LkDer parameters)
{
  LkDerItem sequence, kdf, cipher;
  LkDer inside, kdf_inside, cipher_inside;
  g_autofree char *kdf_oid = NULL, *cipher_oid = NULL;

  if (!lk_der_take (&parameters, LK_DER_SEQUENCE, &sequence))
    return;
  inside = lk_der_enter (&sequence);
  if (!lk_der_take (&inside, LK_DER_SEQUENCE, &kdf) ||
      !lk_der_take (&inside, LK_DER_SEQUENCE, &cipher))
    return;
  kdf_inside = lk_der_enter (&kdf);
  cipher_inside = lk_der_enter (&cipher);
  kdf_oid = take_oid (&kdf_inside);
  cipher_oid = take_oid (&cipher_inside);
  if (kdf_oid != NULL)
    self->kdf = dup_name (kdf_oid);
  if (g_strcmp0 (kdf_oid, OID_PBKDF2) == 0)
    read_pbkdf2 (self, kdf_inside);
  if (g_strcmp0 (kdf_oid, OID_SCRYPT) == 0)
    read_scrypt (self, kdf_inside);
  if (cipher_oid != NULL)
    {
      g_free (self->cipher);
      self->cipher = dup_name (cipher_oid);
      self->is_legacy = g_strv_contains (old_ciphers, cipher_oid);
    }
}

/* PBES1 and the schemes of PKCS#12: salt, iterations */
static void
read_pbes1 (LkProtection *self, LkDer parameters)
{
  LkDerItem item;
  LkDer inside;

  self->is_legacy = TRUE;
  if (!lk_der_take (&parameters, LK_DER_SEQUENCE, &item))
    return;
  inside = lk_der_enter (&item);
  lk_der_next (&inside, &item);
  self->iterations = take_iterations (&inside);
}

LkProtection *
lk_protection_new (const LkDerItem *algorithm)
{
  g_autoptr (LkProtection) self = g_new0 (LkProtection, 1);
  LkDer inside = lk_der_enter (algorithm);
  g_autofree char *oid = take_oid (&inside);

  if (oid == NULL)
    return NULL;
  self->scheme = dup_name (oid);
  self->cipher = g_strdup (self->scheme);
  if (g_str_equal (oid, OID_PBES2))
    read_pbes2 (self, inside);
  else
    read_pbes1 (self, inside);
  return g_steal_pointer (&self);
}

LkProtection *
lk_protection_copy (const LkProtection *self)
{
  LkProtection *copy;

  if (self == NULL)
    return NULL;
  copy = g_memdup2 (self, sizeof *self);
  copy->scheme = g_strdup (self->scheme);
  copy->cipher = g_strdup (self->cipher);
  copy->kdf = g_strdup (self->kdf);
  return copy;
}

void
lk_protection_free (LkProtection *self)
{
  if (self == NULL)
    return;
  g_free (self->scheme);
  g_free (self->cipher);
  g_free (self->kdf);
  g_free (self);
}

char *
lk_protection_to_text (const LkProtection *self)
{
  GString *text;

  g_return_val_if_fail (self != NULL, NULL);

  text = g_string_new (self->cipher);
  if (self->kdf != NULL)
    g_string_append_printf (text, ", %s", self->kdf);
  if (self->iterations > 0)
    g_string_append_printf (
      text, ngettext (", %" PRIu64 " round", ", %" PRIu64 " rounds", (gulong)self->iterations),
      self->iterations);
  return g_string_free (text, FALSE);
}
