/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-content.h"

#include <string.h>

#define MAX_DEPTH 4

/* i INTEGER, o OID, s SEQUENCE, b BIT STRING, x OCTET STRING, e ENUMERATED, u a time, 0 and 1
 * explicit tags; ? makes the next optional; { goes into a SEQUENCE, } leaves it whatever else is in
 * it, $ stands for its end. */
static const struct
{
  LkContent content;
  const char *pattern;
} shapes[] = {
  { LK_CONTENT_CERTIFICATE, "{{?0isssss}sb}" },
  { LK_CONTENT_REQUEST, "{{is{{o}b}}sb}" },
  { LK_CONTENT_CRL, "{{?issu}sb}" },
  { LK_CONTENT_PKCS12, "{i{o0}}" },
  { LK_CONTENT_PKCS7, "{o0}" },
  { LK_CONTENT_PKCS8, "{i{o}x}" },
  { LK_CONTENT_ENCRYPTED_PKCS8, "{{o}x$}" },
  { LK_CONTENT_PKCS1, "{iiiiiiiii}" },
  { LK_CONTENT_DSA, "{iiiiii$}" },
  { LK_CONTENT_SEC1, "{ix}" },
  { LK_CONTENT_PUBLIC_KEY, "{{o}b$}" },
  { LK_CONTENT_RSA_PUBLIC_KEY, "{ii$}" },
  { LK_CONTENT_PARAMETERS, "{iii$}" },
  { LK_CONTENT_PARAMETERS, "o$" },
  { LK_CONTENT_OCSP, "{e0$}" },
};

static gboolean
take (LkDer *der, char token, LkDerItem *item)
{
  static const char tokens[] = "iosbxe01{";
  static const guint8 ids[] = { LK_DER_INTEGER, LK_DER_OID, LK_DER_SEQUENCE,
                                LK_DER_BIT_STRING, LK_DER_OCTET_STRING, LK_DER_ENUMERATED,
                                LK_DER_EXPLICIT (0), LK_DER_EXPLICIT (1), LK_DER_SEQUENCE };
  const char *found = strchr (tokens, token);

  if (token == 'u')
    return lk_der_take (der, LK_DER_UTC_TIME, item) || lk_der_take (der, LK_DER_GENERALIZED, item);
  if (lk_der_take (der, ids[found - tokens], item))
    return TRUE;
  return token == 'x' && lk_der_take (der, LK_DER_OCTET_STRING | 0x20, item);
}

static gboolean
has_shape (LkDer der, const char *pattern)
{
  LkDer stack[MAX_DEPTH] = { { NULL, 0 } };
  LkDerItem item;
  guint depth = 0;

  for (const char *token = pattern; *token != '\0'; token++)
    if (*token == '}')
      der = stack[--depth];
    else if (*token == '$')
      {
        if (der.size > 0)
          return FALSE;
      }
    else if (*token == '?')
      take (&der, *++token, &item);
    else if (!take (&der, *token, &item))
      return FALSE;
    else if (*token == '{')
      {
        stack[depth++] = der;
        der = lk_der_enter (&item);
      }
  return TRUE;
}

LkContent
lk_content_detect (LkDer der)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    if (has_shape (der, shapes[i].pattern))
      return shapes[i].content;
  return LK_CONTENT_UNKNOWN;
}

gboolean
lk_content_is_private_key (LkContent content)
{
  return content == LK_CONTENT_PKCS8 || content == LK_CONTENT_ENCRYPTED_PKCS8 ||
         content == LK_CONTENT_PKCS1 || content == LK_CONTENT_DSA || content == LK_CONTENT_SEC1;
}
